package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.Log;
import chat.parley.model.RoomId;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rooms that were used last; the others are a question to the journal away. */
final class RoomStates {
    private static final int MOST_PEOPLE = 2_000_000;

    private final Bus bus;
    private final Map<RoomId, RoomState> states = new LinkedHashMap<>(64, 0.75f, true);
    private final Map<RoomId, Future<RoomState>> loading = new HashMap<>();
    private long people;

    RoomStates(Bus bus) {
        this.bus = bus;
    }

    /** The state of a room; fails {@code NO_SUCH_ROOM}. Whoever gets it acts on it at once: it may be dropped later. */
    Future<RoomState> of(RoomId room) {
        RoomState known = states.get(room);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        Future<RoomState> under = loading.get(room);
        if (under == null) {
            under = bus.ask(Log.LOAD, new Log.Load(room))
                    .map(RoomState::new)
                    .onSuccess(state -> put(room, state))
                    .onComplete(done -> loading.remove(room));
            if (!under.isComplete()) {
                loading.put(room, under);
            }
        }
        return under;
    }

    @Nullable
    RoomState known(RoomId room) {
        return states.get(room);
    }

    private void put(RoomId room, RoomState state) {
        states.put(room, state);
        people += state.weight();
        if (people > MOST_PEOPLE) {
            shrink(state);
        }
    }

    /** Rooms that have something queued stay: what is queued is only in here. */
    private void shrink(RoomState newest) {
        people = 0;
        for (RoomState state : states.values()) {
            people += state.weight();
        }
        Iterator<RoomState> eldest = states.values().iterator();
        while (people > MOST_PEOPLE && eldest.hasNext()) {
            RoomState state = eldest.next();
            if (state.isIdle() && state != newest) {
                people -= state.weight();
                eldest.remove();
            }
        }
    }

    /** What was queued did not get into the journal: what is known of the room is no longer so. */
    void drop(RoomId room) {
        states.remove(room);
    }
}
