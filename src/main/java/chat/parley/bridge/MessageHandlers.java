package chat.parley.bridge;

import chat.parley.bus.Failure;
import chat.parley.bus.Rooms;
import chat.parley.model.Content;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.protocol.Command;
import chat.parley.protocol.MessageCommand;
import chat.parley.protocol.Views.PostedView;
import io.vertx.core.Future;

/** What each command about messages does. */
final class MessageHandlers {
    private final Door door;
    private final Session session;

    MessageHandlers(Door door, Session session) {
        this.door = door;
        this.session = session;
    }

    Future<PostedView> handle(MessageCommand command) {
        if (command instanceof MessageCommand.Edit edit) {
            checkLength(edit.text());
            return amend(edit.room(), edit.id(), new Content.Edit(edit.target(), edit.text(), null, false));
        } else if (command instanceof MessageCommand.Delete delete) {
            return amend(delete.room(), delete.id(), new Content.Delete(delete.target()));
        } else if (command instanceof MessageCommand.React react) {
            return amend(
                    react.room(),
                    react.id(),
                    new Content.React(react.target(), Emoji.checked(react.emoji()), react.on()));
        } else if (command instanceof MessageCommand.Pin pin) {
            return amend(pin.room(), pin.id(), new Content.Pin(pin.target(), pin.on()));
        }
        throw new IllegalStateException("No handler for " + command.getClass().getSimpleName());
    }

    private Future<PostedView> amend(RoomId room, MessageId id, Content.Amendment amendment) {
        session.spendMessage();
        User sender = session.login().user();
        return door.bus
                .ask(Rooms.AMEND, new Rooms.Amend(sender, room, id, amendment))
                .map(posted -> new PostedView(room, id, posted.seq(), posted.time()));
    }

    Future<PostedView> send(Command.SendMessage send) {
        checkLength(send.text());
        int most = door.settings.limits().filesPerMessage();
        if (send.files().size() > most) {
            throw Failure.TOO_LARGE.because("A message has at most " + most + " files.");
        }
        session.spendMessage();
        User sender = session.login().user();
        return door.bus
                .ask(
                        Rooms.POST,
                        new Rooms.Post(sender, send.room(), send.id(), send.text(), send.files(), send.replyTo()))
                .map(posted -> new PostedView(send.room(), send.id(), posted.seq(), posted.time()));
    }

    private void checkLength(String text) {
        int most = door.settings.limits().textLength();
        int length = text.codePointCount(0, text.length());
        if (length > most) {
            throw Failure.TOO_LARGE.because(
                    "A message has at most " + most + " characters, this one has " + length + ".");
        }
    }
}
