package chat.parley.bridge;

import chat.parley.bus.Done;
import chat.parley.bus.Log;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Action;
import chat.parley.bus.Users;
import chat.parley.model.Role;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import chat.parley.protocol.RoomCommand;
import chat.parley.protocol.Views.FoundRoomView;
import chat.parley.protocol.Views.FoundRoomsView;
import chat.parley.protocol.Views.MemberView;
import chat.parley.protocol.Views.MembersView;
import chat.parley.protocol.Views.NothingView;
import chat.parley.protocol.Views.RoomView;
import chat.parley.protocol.Views.UserView;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each command about rooms and their people does. */
final class RoomHandlers {
    private final Door door;
    private final Session session;
    private final RoomLookups more;

    RoomHandlers(Door door, Session session) {
        this.door = door;
        this.session = session;
        this.more = new RoomLookups(door, session);
    }

    Future<?> handle(RoomCommand command) {
        if (command instanceof RoomCommand.Create create) {
            return create(create);
        } else if (command instanceof RoomCommand.Find find) {
            return find(find);
        } else if (command instanceof RoomCommand.Members members) {
            return members(members);
        } else if (command instanceof RoomCommand.Join join) {
            return act(join.room(), new Action.Join()).compose(done -> room(join.room()));
        }
        return more.handle(command).orElseGet(() -> handleAction(command).map(new NothingView()));
    }

    private Future<Done> handleAction(RoomCommand command) {
        if (command instanceof RoomCommand.Leave leave) {
            return act(leave.room(), new Action.Leave());
        } else if (command instanceof RoomCommand.Invite invite) {
            return act(invite.room(), new Action.Invite(invite.user()));
        } else if (command instanceof RoomCommand.Kick kick) {
            return act(kick.room(), new Action.Kick(kick.user(), kick.reason()));
        } else if (command instanceof RoomCommand.Ban ban) {
            return act(ban.room(), new Action.Ban(ban.user(), ban.reason()));
        } else if (command instanceof RoomCommand.Unban unban) {
            return act(unban.room(), new Action.Unban(unban.user()));
        } else if (command instanceof RoomCommand.Mute mute) {
            return act(mute.room(), new Action.Mute(mute.user(), mute.minutes(), mute.reason()));
        } else if (command instanceof RoomCommand.SetRole role) {
            return act(role.room(), new Action.SetRole(role.user(), role.role()));
        } else if (command instanceof RoomCommand.Change change) {
            return act(
                    change.room(),
                    new Action.Change(
                            change.name(),
                            change.topic(),
                            change.history(),
                            change.retentionDays(),
                            change.archived()));
        }
        throw new IllegalStateException("No handler for " + command.getClass().getSimpleName());
    }

    private User user() {
        return session.login().user();
    }

    private Future<Done> act(RoomId room, Action action) {
        session.spendMessage();
        return door.bus.ask(Rooms.ACT, new Rooms.Act(user(), room, action));
    }

    private Future<RoomView> room(RoomId room) {
        User reader = user();
        return door.bus
                .ask(Rooms.ADMIT, new Rooms.Admission(reader.id(), room))
                .compose(view -> door.rooms.of(view, reader));
    }

    private Future<RoomView> create(RoomCommand.Create create) {
        session.spendMessage();
        User creator = user();
        return door.bus
                .ask(
                        Rooms.CREATE,
                        new Rooms.Create(
                                creator,
                                create.id(),
                                create.name(),
                                create.kind(),
                                create.topic() == null ? "" : create.topic(),
                                create.history(),
                                create.invite() == null ? List.of() : create.invite()))
                .compose(view -> door.rooms.of(view, creator));
    }

    private Future<FoundRoomsView> find(RoomCommand.Find find) {
        return door.bus
                .ask(
                        Log.PUBLIC,
                        new Log.FindPublic(user().id(), blankless(find.query()), find.after(), limit(find.limit())))
                .map(found -> new FoundRoomsView(found.rooms().stream()
                        .map(room ->
                                new FoundRoomView(room.id(), room.name(), room.topic(), room.members(), room.joined()))
                        .toList()));
    }

    private int limit(@Nullable Integer limit) {
        int most = door.settings.limits().historyPage();
        return PageLimit.of(limit, most, most);
    }

    private static @Nullable String blankless(@Nullable String query) {
        return query == null || query.isBlank() ? null : query.strip();
    }

    private Future<MembersView> members(RoomCommand.Members wanted) {
        int limit = limit(wanted.limit());
        if (wanted.room().equals(RoomId.LOBBY)) {
            return wanted.query() == null ? everybody(wanted.after(), limit) : found(wanted.query(), limit);
        }
        return door.bus
                .ask(
                        Log.MEMBERS,
                        new Log.ListMembers(
                                wanted.room(), user().id(), wanted.after(), blankless(wanted.query()), limit))
                .compose(page -> door.rooms
                        .people(page.members().stream().map(Log.Listed::user).toList())
                        .map(people -> new MembersView(members(page.members(), people), page.total())));
    }

    private static List<MemberView> members(List<Log.Listed> members, List<UserView> people) {
        List<MemberView> views = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            Log.Listed member = members.get(i);
            views.add(new MemberView(people.get(i), member.role(), member.mutedUntil()));
        }
        return views;
    }

    private Future<MembersView> found(String query, int limit) {
        return door.bus.ask(Users.SEARCH, new Users.Search(query, limit)).map(found -> {
            List<MemberView> members =
                    found.people().stream().map(RoomHandlers::inTheLobby).toList();
            return new MembersView(members, members.size());
        });
    }

    private static MemberView inTheLobby(Users.Known person) {
        Role role = person.user().kind() == UserKind.ADMIN ? Role.OWNER : Role.MEMBER;
        return new MemberView(RoomViews.view(person), role, null);
    }

    /** Everybody is in the lobby: those who are here are listed. */
    private Future<MembersView> everybody(@Nullable UserId after, int limit) {
        Future<@Nullable UserName> from = after == null
                ? Future.succeededFuture()
                : door.bus
                        .ask(Users.FIND, new Users.Find(after, null))
                        .map(known -> known.user().name());
        return from.compose(name -> door.bus.ask(Users.LIST, new Users.ListOnline(name, limit)))
                .map(people -> new MembersView(
                        people.people().stream().map(RoomHandlers::inTheLobby).toList(), people.total()));
    }
}
