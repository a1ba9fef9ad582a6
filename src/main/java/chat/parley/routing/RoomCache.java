package chat.parley.routing;

import chat.parley.model.Room;
import chat.parley.model.RoomId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rooms that were used last; the others are a question to the journal away. */
final class RoomCache {
    private static final int MOST = 10_000;

    private final Map<RoomId, Room> rooms = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RoomId, Room> eldest) {
            return size() > MOST;
        }
    };

    @Nullable
    Room get(RoomId id) {
        return rooms.get(id);
    }

    void put(Room room) {
        rooms.put(room.id(), room);
    }
}
