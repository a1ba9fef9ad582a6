package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Item;
import chat.parley.bus.Rooms.Live;
import chat.parley.bus.Rooms.Marked;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.protocol.Notifications;
import chat.parley.protocol.Views.LeftView;
import chat.parley.protocol.Views.ReadView;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Function;

/** Tells people what becomes of their own rooms: a new one, one that is theirs no more, another role in one. */
final class RoomNews {
    private final Bus bus;
    private final RoomViews rooms;
    private final Function<UserId, Collection<Session>> sessions;

    /** @param sessions those of a user on this event loop */
    RoomNews(Bus bus, RoomViews rooms, Function<UserId, Collection<Session>> sessions) {
        this.bus = bus;
        this.rooms = rooms;
        this.sessions = sessions;
    }

    void tell(Live live) {
        for (Item item : live.items()) {
            Content content = item.entry().content();
            if (content instanceof Content.Message) {
                firstMessage(item);
            } else if (content instanceof Content.Created) {
                changed(item.entry().sender().id(), item.room().id());
            } else if (content instanceof Content.Member member) {
                membership(item.entry(), member);
            } else if (content instanceof Content.SetRole role) {
                changed(role.user().id(), item.room().id());
            } else if (content instanceof Content.Mute mute) {
                changed(mute.user().id(), item.room().id());
            }
        }
    }

    /** A direct conversation appears to the two with its first message. */
    private void firstMessage(Item item) {
        if (item.entry().seq() == 1 && item.room().kind() == Room.Kind.DIRECT) {
            item.room()
                    .members()
                    .forEach(member -> changed(member.id(), item.room().id()));
        }
    }

    private void membership(Entry entry, Content.Member member) {
        switch (member.change()) {
            case JOINED, INVITED -> changed(member.user().id(), entry.room());
            case LEFT, KICKED, BANNED, DECLINED -> left(entry, member);
            case UNBANNED -> {}
        }
    }

    /** Another connection of the user has read further. */
    void marked(Marked marked) {
        Collection<Session> theirs = sessions.apply(marked.user());
        if (theirs.isEmpty()) {
            return;
        }
        byte[] message =
                Notifications.read(new ReadView(marked.room(), marked.seq(), marked.unread(), marked.mentions()));
        for (Session session : theirs) {
            if (!session.connection().id().equals(marked.at())) {
                session.connection().send(message);
            }
        }
    }

    /** Tells somebody of a room as it is for them now. */
    void changed(UserId user, RoomId room) {
        User reader = sessions.apply(user).stream()
                .map(Session::user)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (reader == null) {
            return;
        }
        bus.ask(Rooms.ADMIT, new Rooms.Admission(user, room, true))
                .compose(view -> rooms.of(view, reader))
                .map(Notifications::room)
                .onSuccess(news -> sessions.apply(user)
                        .forEach(session -> session.connection().send(news)))
                .onFailure(e -> Session.log.debug("A room was not announced: {}", e.getMessage()));
    }

    private void left(Entry entry, Content.Member member) {
        User by = entry.sender().id().equals(member.user().id()) ? null : entry.sender();
        byte[] news = null;
        for (Session session : sessions.apply(member.user().id())) {
            if (news == null) {
                news = Notifications.left(new LeftView(entry.room(), member.change(), member.reason(), by));
            }
            session.forget(entry.room());
            session.connection().send(news);
        }
    }
}
