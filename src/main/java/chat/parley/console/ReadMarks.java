package chat.parley.console;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tells the server how far a room was read, so that the other devices know; not for every single message. */
final class ReadMarks {
    private static final long PAUSE_MS = 700;

    private final Client client;
    private final Map<String, Long> latest = new HashMap<>();
    private final Map<String, Long> told = new HashMap<>();

    ReadMarks(Client client) {
        this.client = client;
    }

    synchronized void seen(String room, long seq) {
        long before = latest.merge(room, seq, Math::max);
        if (before > told.getOrDefault(room, 0L) && before == seq) {
            CompletableFuture<?> unused = CompletableFuture.runAsync(
                    () -> tell(room), CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS));
        }
    }

    /** Somebody else is here now, or the connection is a new one. */
    synchronized void clear() {
        latest.clear();
        told.clear();
    }

    private void tell(String room) {
        long seq;
        synchronized (this) {
            seq = latest.getOrDefault(room, 0L);
            if (seq <= told.getOrDefault(room, 0L)) {
                return;
            }
            told.put(room, seq);
        }
        // Refused or lost: the next one that is seen says it as well
        CompletableFuture<?> unused = client.call(
                        "rooms.read", Json.object().put("room", room).put("seq", seq))
                .exceptionally(failure -> Json.object());
    }
}
