package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.Users;
import chat.parley.model.LookAlike;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who is meant by a name: members in a room of members, anybody in the lobby. */
final class Naming {
    private static final Future<Names> OF_MEMBERS = Future.succeededFuture(new Names(Map.of()));

    private final Bus bus;

    Naming(Bus bus) {
        this.bus = bus;
    }

    /** The names of a text that had to be asked for, by the name with case folded. */
    record Names(Map<String, UserId> asked) {
        Mentions.Found in(String text, RoomState state, User sender) {
            Mentions.Found found = Mentions.in(text, state.kind() == Room.Kind.LOBBY ? asked::get : state::named);
            // Everybody on the server is called by those who run it alone.
            boolean everybody = found.room() && (state.kind() != Room.Kind.LOBBY || state.roleOf(sender) == Role.OWNER);
            return found.room() == everybody ? found : new Mentions.Found(found.users(), everybody);
        }
    }

    Future<Names> names(RoomId room, String text) {
        if (!room.equals(RoomId.LOBBY) || text.indexOf('@') < 0) {
            return OF_MEMBERS;
        }
        List<String> candidates = Mentions.candidates(text).stream()
                .flatMap(List::stream)
                .distinct()
                .toList();
        if (candidates.isEmpty()) {
            return OF_MEMBERS;
        }
        return bus.ask(Users.NAMED, new Users.Named(candidates)).map(found -> {
            Map<String, UserId> byName = new HashMap<>();
            found.people()
                    .forEach(known -> byName.put(
                            LookAlike.fold(known.user().name().value()),
                            known.user().id()));
            return new Names(byName);
        });
    }
}
