package chat.parley.bridge;

import chat.parley.bus.Done;
import chat.parley.bus.Log;
import chat.parley.bus.Rooms;
import chat.parley.bus.Users;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.protocol.EntryView;
import chat.parley.protocol.RoomCommand;
import chat.parley.protocol.Views.ActView;
import chat.parley.protocol.Views.AuditView;
import chat.parley.protocol.Views.EntriesView;
import chat.parley.protocol.Views.FoundView;
import chat.parley.protocol.Views.NothingView;
import chat.parley.protocol.Views.PartyView;
import chat.parley.protocol.Views.ReadView;
import chat.parley.protocol.Views.ReaderPlace;
import chat.parley.protocol.Views.ReadersView;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read of a room beside its entries, how far its reader is, and that somebody types. */
final class RoomLookups {
    private final Door door;
    private final Session session;

    RoomLookups(Door door, Session session) {
        this.door = door;
        this.session = session;
    }

    /** Empty when the command is none of these. */
    Optional<Future<?>> handle(RoomCommand command) {
        if (command instanceof RoomCommand.Read read) {
            return Optional.of(read(read));
        } else if (command instanceof RoomCommand.Typing typing) {
            return Optional.of(type(typing).map(new NothingView()));
        } else if (command instanceof RoomCommand.Readers readers) {
            return Optional.of(readers(readers));
        } else if (command instanceof RoomCommand.Pins pins) {
            return Optional.of(pins(pins));
        } else if (command instanceof RoomCommand.Bans bans) {
            return Optional.of(bans(bans));
        } else if (command instanceof RoomCommand.Audit audit) {
            return Optional.of(audit(audit));
        }
        return Optional.empty();
    }

    private User user() {
        return session.login().user();
    }

    private Future<ReadView> read(RoomCommand.Read read) {
        session.spendSign();
        User reader = user();
        return door.bus
                .ask(Log.MARK, new Log.Mark(reader.id(), read.room(), Math.max(0, read.seq())))
                .compose(marked -> marked.moved() && marked.shown()
                        ? door.bus
                                .ask(Users.APART, new Users.Of(reader.id()))
                                .map(apart -> told(read.room(), marked, apart.users()))
                        : Future.succeededFuture(told(read.room(), marked, null)));
    }

    /** @param hidden who must not see it; null: nobody else sees it */
    private ReadView told(RoomId room, Log.Marked marked, @Nullable List<UserId> hidden) {
        if (marked.moved()) {
            door.bus.publish(
                    Rooms.MARKED,
                    new Rooms.Marked(
                            user().id(),
                            session.connection().id(),
                            room,
                            marked.seq(),
                            marked.unread(),
                            marked.mentions(),
                            hidden));
        }
        return new ReadView(room, marked.seq(), marked.unread(), marked.mentions());
    }

    /** The others: nobody sees how far somebody has read whom they blocked, or who blocked them. */
    private Future<ReadersView> readers(RoomCommand.Readers readers) {
        UserId asking = user().id();
        return door.bus
                .ask(Log.READERS, new Log.ReadRoom(readers.room(), asking))
                .compose(known -> known.readers().isEmpty()
                        ? Future.succeededFuture(new ReadersView(List.of()))
                        : door.bus
                                .ask(Users.APART, new Users.Of(asking))
                                .map(apart -> new ReadersView(known.readers().stream()
                                        .filter(each -> !each.user().equals(asking)
                                                && !apart.users().contains(each.user()))
                                        .map(each -> new ReaderPlace(each.user(), each.seq()))
                                        .toList())));
    }

    private Future<Done> type(RoomCommand.Typing typing) {
        session.spendSign();
        return door.bus.ask(Rooms.TYPE, new Rooms.Typist(user(), typing.room(), typing.on()));
    }

    private Future<EntriesView> pins(RoomCommand.Pins pins) {
        return door.bus
                .ask(Log.PINS, new Log.ReadRoom(pins.room(), user().id()))
                .map(pinned -> new EntriesView(
                        pinned.entries().stream().map(EntryView::of).toList()));
    }

    private Future<FoundView> bans(RoomCommand.Bans bans) {
        return door.bus
                .ask(Rooms.BANS, new Rooms.Look(user(), bans.room()))
                .compose(banned -> door.rooms.people(banned.people()))
                .map(people -> new FoundView(people));
    }

    private Future<AuditView> audit(RoomCommand.Audit audit) {
        int most = door.settings.limits().historyPage();
        int limit = PageLimit.of(audit.limit(), most, most);
        return door.bus
                .ask(Rooms.AUDIT, new Rooms.ReadAudit(user(), audit.room(), audit.before(), limit))
                .map(read -> new AuditView(
                        read.deeds().stream().map(RoomLookups::view).toList()));
    }

    private static ActView view(Log.Deed deed) {
        return new ActView(
                deed.number(), deed.time(), party(deed.by()), deed.action(), party(deed.target()), deed.detail());
    }

    private static @Nullable PartyView party(@Nullable User user) {
        return user == null ? null : new PartyView(user.id(), user.name().value());
    }
}
