package chat.parley.console;

import java.time.Duration;

/** How fast something moves now: over the last few seconds, without the time in which it was paused. */
final class Speed {
    private static final long WINDOW_NANOS = 4_000_000_000L;

    /** Two windows: the one being filled and the full one before it. */
    private long begun;

    private long begunAt;
    private long before;
    private long beforeAt;
    private long done;

    Speed(long now, long done) {
        restart(now, done);
    }

    void restart(long now, long from) {
        done = from;
        begun = from;
        before = from;
        begunAt = now;
        beforeAt = now;
    }

    void at(long now, long moved) {
        done = moved;
        if (now - begunAt >= WINDOW_NANOS) {
            before = begun;
            beforeAt = begunAt;
            begun = moved;
            begunAt = now;
        }
    }

    long done() {
        return done;
    }

    /** Where the speed is counted from. */
    long from() {
        return before;
    }

    Duration since(long now) {
        return Duration.ofNanos(now - beforeAt);
    }
}
