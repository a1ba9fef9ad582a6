package chat.parley.bridge;

import chat.parley.bus.Failure;
import chat.parley.bus.Log;
import chat.parley.bus.Rooms;
import chat.parley.model.Content;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.protocol.Command;
import chat.parley.protocol.EntryView;
import chat.parley.protocol.MessageCommand;
import chat.parley.protocol.Views.HitView;
import chat.parley.protocol.Views.HitsView;
import chat.parley.protocol.Views.PostedView;
import chat.parley.protocol.Views.ThreadView;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** What each command about messages does. */
final class MessageHandlers {
    private static final int FOUND = 20;
    private static final int MOST_FOUND = 100;

    private final Door door;
    private final Session session;

    MessageHandlers(Door door, Session session) {
        this.door = door;
        this.session = session;
    }

    Future<?> handle(MessageCommand command) {
        if (command instanceof MessageCommand.ReadThread thread) {
            return thread(thread);
        }
        return command instanceof MessageCommand.Search search ? search(search) : change(command);
    }

    private Future<ThreadView> thread(MessageCommand.ReadThread thread) {
        session.spendSign();
        int limit = PageLimit.of(thread.limit(), MOST_FOUND, MOST_FOUND);
        return door.bus
                .ask(
                        Log.THREAD,
                        new Log.ReadThread(
                                thread.room(), session.login().user().id(), thread.target(), thread.after(), limit))
                .map(read -> new ThreadView(
                        read.root() == null ? null : EntryView.of(read.root()),
                        read.replies().stream().map(EntryView::of).toList(),
                        read.more()));
    }

    private Future<HitsView> search(MessageCommand.Search search) {
        session.spendSign();
        int limit = PageLimit.of(search.limit(), FOUND, MOST_FOUND);
        return door.bus
                .ask(
                        Log.SEARCH,
                        new Log.Search(
                                session.login().user().id(),
                                search.query(),
                                search.room(),
                                search.sender(),
                                search.from(),
                                search.to(),
                                search.before(),
                                limit))
                .map(hits -> new HitsView(
                        hits.hits().stream().map(MessageHandlers::view).toList(), hits.next() != null, hits.next()));
    }

    private static HitView view(Log.Hit hit) {
        return new HitView(
                EntryView.of(hit.entry()),
                hit.highlights().stream()
                        .map(span -> List.of(span.start(), span.end()))
                        .toList());
    }

    private Future<PostedView> change(MessageCommand command) {
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
        Set<FileId> files = Set.copyOf(send.files());
        if (!files.containsAll(send.previews().keySet())) {
            throw Failure.BAD_REQUEST.because(
                    "previews are of files of the message: by the id of each, that of its preview.");
        }
        if (!files.containsAll(send.sizes().keySet())) {
            throw Failure.BAD_REQUEST.because(
                    "sizes are of files of the message: by the id of each, its width and height.");
        }
        session.spendMessage();
        User sender = session.login().user();
        return door.bus
                .ask(
                        Rooms.POST,
                        new Rooms.Post(
                                sender,
                                send.room(),
                                send.id(),
                                send.text(),
                                send.files(),
                                send.replyTo(),
                                send.previews(),
                                send.sizes()))
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
