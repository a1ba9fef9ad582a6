package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.View;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Known;
import chat.parley.model.Profile;
import chat.parley.model.Room;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.protocol.Views.RoomView;
import chat.parley.protocol.Views.UserView;
import io.vertx.core.Future;
import java.util.List;

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
        if (room.kind() == Room.Kind.LOBBY) {
            return Future.succeededFuture(new RoomView(
                    room.id(),
                    room.kind(),
                    "Lobby",
                    room.label(),
                    room.labelReason(),
                    view.first(),
                    view.last(),
                    null));
        }
        User peer = room.members().stream()
                .filter(member -> !member.id().equals(reader))
                .findFirst()
                .orElseThrow();
        return presence(peer)
                .map(known -> new RoomView(
                        room.id(),
                        room.kind(),
                        known.name().value(),
                        room.label(),
                        room.labelReason(),
                        view.first(),
                        view.last(),
                        known));
    }

    private Future<UserView> presence(User peer) {
        return bus.ask(Users.FIND, new Users.Find(peer.id(), null))
                .map(RoomViews::view)
                .otherwise(failure -> UserView.of(
                        peer, false, FailureException.of(failure).failure() == Failure.NO_SUCH_USER, Profile.NONE));
    }

    static UserView view(Known known) {
        return UserView.of(known.user(), known.online(), known.gone(), known.profile());
    }
}
