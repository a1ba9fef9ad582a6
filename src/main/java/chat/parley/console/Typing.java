package chat.parley.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Who is typing: others are shown for a while, and told every few seconds that we are. */
final class Typing {
    private static final long AGAIN = Duration.ofSeconds(4).toNanos();
    private static final long LASTS = Duration.ofSeconds(8).toNanos();

    private final Client client;
    private final Hall hall;
    private final Runnable redraw;
    private final Map<String, Other> others = new LinkedHashMap<>();
    private String toldIn = "";
    private long told;

    private record Other(String room, String name, long since) {}

    Typing(Client client, Hall hall, Runnable redraw) {
        this.client = client;
        this.hall = hall;
        this.redraw = redraw;
    }

    /** A key was pressed, with this in the line before it. */
    synchronized void pressed(String line) {
        String room = hall.current().map(RoomInfo::id).orElse("");
        boolean recently = room.equals(toldIn) && System.nanoTime() - told < AGAIN;
        if (line.isBlank() || line.startsWith("/") || room.isEmpty() || recently) {
            return;
        }
        toldIn = room;
        told = System.nanoTime();
        tell(room, true);
    }

    /** The line is finished; {@code sent}: a message follows, which says enough. */
    synchronized void done(boolean sent) {
        if (!toldIn.isEmpty() && !sent) {
            tell(toldIn, false);
        }
        toldIn = "";
    }

    private void tell(String room, boolean on) {
        CompletableFuture<?> unused = client.call(
                        "typing", Json.object().put("room", room).put("on", on))
                .exceptionally(failure -> Json.object());
    }

    synchronized void heard(String room, Person person, boolean on) {
        if (on) {
            others.put(person.id(), new Other(room, person.name(), System.nanoTime()));
            CompletableFuture<?> unused = CompletableFuture.runAsync(
                    redraw, CompletableFuture.delayedExecutor(LASTS + 1_000_000, TimeUnit.NANOSECONDS));
        } else {
            others.remove(person.id());
        }
    }

    /** They have said it. */
    synchronized void said(Said said) {
        others.remove(said.sender().id());
    }

    /** Such as {@code bob is typing…}, of the room that is shown; empty when nobody is. */
    synchronized String line() {
        others.values().removeIf(other -> System.nanoTime() - other.since() > LASTS);
        String names = others.values().stream()
                .filter(other -> hall.isCurrent(other.room()))
                .map(Other::name)
                .limit(3)
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "  " + names + (names.contains(", ") ? " are typing…" : " is typing…");
    }
}
