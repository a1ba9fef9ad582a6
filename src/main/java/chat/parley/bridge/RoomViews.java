package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Mine;
import chat.parley.bus.Rooms.View;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Known;
import chat.parley.model.Profile;
import chat.parley.model.Room;
import chat.parley.model.User;
import chat.parley.model.UserId;
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
        return bus.ask(Rooms.LIST, new Rooms.Of(reader.id())).compose(listed -> of(listed.rooms(), reader.id()));
    }

    Future<List<RoomView>> of(List<View> views, UserId reader) {
        return Future.all(views.stream().map(view -> of(view, reader)).toList()).map(all -> all.<RoomView>list());
    }

    Future<RoomView> of(View view, UserId reader) {
        Room room = view.room();
        if (room.kind() != Room.Kind.DIRECT) {
            return Future.succeededFuture(of(view, room.name(), null));
        }
        User peer = room.members().stream()
                .filter(member -> !member.id().equals(reader))
                .findFirst()
                .orElseThrow();
        return presence(peer).map(known -> of(view, known.name().value(), known));
    }

    private static RoomView of(View view, String name, @Nullable UserView peer) {
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
                joined && mine != null ? mine.role() : null,
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

    /** Somebody as they are now; whoever is not known any more is gone. */
    Future<UserView> presence(User person) {
        return bus.ask(Users.FIND, new Users.Find(person.id(), null))
                .map(RoomViews::view)
                .otherwise(failure -> UserView.of(
                        person, false, FailureException.of(failure).failure() == Failure.NO_SUCH_USER, Profile.NONE));
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
