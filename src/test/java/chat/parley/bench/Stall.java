package chat.parley.bench;

import java.util.List;

/** A member that stops reading while much passes, and reads again. */
final class Stall {
    private static final int MEMBERS = 10;
    /** Within what {@link Traffic} remembers. */
    private static final int MESSAGES = 50_000;

    private static final int WINDOW = 32;
    private static final long SAMPLE_MS = 50;
    private static final long MOST_NANOS = 120_000_000_000L;

    private final Crowd crowd;
    private final List<Client> members;
    private final Client reader;
    private final Traffic traffic;

    private Stall(Crowd crowd, int megabytes) {
        this.crowd = crowd;
        this.members = crowd.open(MEMBERS, 60);
        this.reader = members.get(MEMBERS - 1);
        this.traffic = new Traffic(Traffic.LOBBY, members, Math.max(20, megabytes * 1_000_000 / MESSAGES));
    }

    /** Resident memory in KiB at its largest, while all read and from the stall until the reader had caught up. */
    private record Round(long reading, long stalled, long caughtUp, long behind, double seconds) {}

    /**
     * How far the server's memory grew when it happened once more: the first time the JVM takes for its young generation
     * what it keeps using.
     */
    static Figure measure(Crowd crowd, int megabytes) {
        Stall stall = new Stall(crowd, megabytes);
        Round first = stall.round();
        Round second = stall.round();
        long before = Math.max(first.caughtUp(), second.reading());
        long most = Math.max(second.stalled(), second.caughtUp());
        return new Figure(
                String.format("%+d MiB", (most - before) / 1024),
                String.format(
                        "resident %d MiB when all had read, at most %d while one stalled and %d while it caught up with"
                                + " %d messages, in %.1f s",
                        before / 1024,
                        second.stalled() / 1024,
                        second.caughtUp() / 1024,
                        second.behind(),
                        second.seconds()));
    }

    private Round round() {
        long reading = peakWhileSending();
        Speed.settle(crowd, List.of(traffic));
        crowd.run(() -> {
            reader.reading(false);
            traffic.patience(1);
            return true;
        });
        long stalled = peakWhileSending();
        long behind = crowd.run(() -> {
            traffic.window(0);
            return traffic.sent() - reader.expected;
        });
        long since = System.nanoTime();
        crowd.run(() -> {
            reader.reading(true);
            return true;
        });
        long caughtUp = 0;
        while (crowd.run(() -> reader.expected < traffic.sent()) && System.nanoTime() - since < MOST_NANOS) {
            caughtUp = Math.max(caughtUp, crowd.server().residentKib());
            crowd.pass(SAMPLE_MS);
        }
        Speed.settle(crowd, List.of(traffic));
        crowd.run(() -> {
            traffic.patience(0);
            return true;
        });
        return new Round(reading, stalled, caughtUp, behind, (System.nanoTime() - since) / 1e9);
    }

    private long peakWhileSending() {
        long until = crowd.run(() -> {
            long end = traffic.sent() + MESSAGES;
            traffic.window(WINDOW);
            return end;
        });
        long peak = 0;
        while (crowd.run(traffic::sent) < until) {
            crowd.pass(SAMPLE_MS);
            peak = Math.max(peak, crowd.server().residentKib());
        }
        return peak;
    }
}
