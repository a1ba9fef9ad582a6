package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Mine;
import chat.parley.bus.Rooms.View;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Known;
import chat.parley.model.Profile;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.protocol.Views.Membership;
import chat.parley.protocol.Views.RoomView;
import chat.parley.protocol.Views.UserView;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rooms as one of their members sees them: a direct conversation carries the other's name and presence. Gone is only
 * whom the registry does not know; while it cannot be asked, somebody is merely not online.
 */
final class RoomViews {
    private final Bus bus;

    RoomViews(Bus bus) {
        this.bus = bus;
    }

    /** All rooms of a user. */
    Future<List<RoomView>> of(User reader) {
        return bus.ask(Rooms.LIST, new Rooms.Of(reader.id())).compose(listed -> of(listed.rooms(), reader));
    }

    Future<List<RoomView>> of(List<View> views, User reader) {
        List<View> directs =
                views.stream().filter(view -> isDirect(view.room())).toList();
        if (directs.isEmpty()) {
            return Future.succeededFuture(
                    views.stream().map(view -> of(view, reader, Map.of())).toList());
        }
        List<User> peers =
                directs.stream().map(view -> peer(view.room(), reader.id())).toList();
        return people(peers).map(known -> {
            Map<UserId, UserView> byId = new HashMap<>();
            known.forEach(person -> byId.put(person.id(), person));
            return views.stream().map(view -> of(view, reader, byId)).toList();
        });
    }

    Future<RoomView> of(View view, User reader) {
        return of(List.of(view), reader).map(views -> views.get(0));
    }

    private static boolean isDirect(Room room) {
        return room.kind() == Room.Kind.DIRECT;
    }

    private static User peer(Room room, UserId reader) {
        return room.members().stream()
                .filter(member -> !member.id().equals(reader))
                .findFirst()
                .orElseThrow();
    }

    private static RoomView of(View view, User reader, Map<UserId, UserView> people) {
        UserView peer = isDirect(view.room())
                ? people.get(peer(view.room(), reader.id()).id())
                : null;
        return of(view, reader, peer == null ? view.room().name() : peer.name().value(), peer);
    }

    private static RoomView of(View view, User reader, String name, @Nullable UserView peer) {
        Room room = view.room();
        Mine mine = view.mine();
        boolean joined = mine == null || mine.invitedBy() == null;
        boolean counted = joined && room.kind() != Room.Kind.LOBBY;
        return new RoomView(
                room.id(),
                room.kind(),
                name,
                room.topic(),
                room.label(),
                room.labelReason(),
                view.first(),
                view.last(),
                joined ? Membership.JOINED : Membership.INVITED,
                mine == null ? null : mine.invitedBy(),
                joined && mine != null ? role(room, mine, reader) : null,
                counted ? view.members() : null,
                joined ? room.history() : null,
                room.archived(),
                joined ? room.retentionDays() : null,
                mine == null ? null : mine.mutedUntil(),
                joined && mine != null ? mine.read() : null,
                joined && mine != null ? mine.unread() : null,
                joined && mine != null ? mine.mentions() : null,
                peer);
    }

    /** In the lobby administrators are owners. */
    private static Role role(Room room, Mine mine, User reader) {
        return room.kind() == Room.Kind.LOBBY && reader.kind() == UserKind.ADMIN ? Role.OWNER : mine.role();
    }

    /** The same people, in the same order, as they are now. */
    Future<List<UserView>> people(List<User> people) {
        return bus.ask(Users.GET, new Users.Get(people.stream().map(User::id).toList()))
                .map(found -> {
                    Map<UserId, Known> known = new HashMap<>();
                    found.people().forEach(each -> known.put(each.user().id(), each));
                    return people.stream()
                            .map(person -> {
                                Known now = known.get(person.id());
                                return now == null ? UserView.of(person, false, true, Profile.NONE) : view(now);
                            })
                            .toList();
                });
    }

    static UserView view(Known known) {
        return UserView.of(known.user(), known.online(), known.gone(), known.profile());
    }
}
