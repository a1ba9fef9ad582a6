package chat.parley.console;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: doubling up to a bound, and never all clients at once. */
final class Backoff {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private int failures;

    Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
    }

    /** Between half of the bound of this attempt and all of it. */
    Duration next() {
        long bound = Math.min(most.toMillis(), first.toMillis() << Math.min(failures++, 20));
        return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
    }

    /** What the server asked for, and up to half as much again. */
    Duration after(Duration asked) {
        return asked.plusMillis(random.nextLong(asked.toMillis() / 2 + 1));
    }

    void reset() {
        failures = 0;
    }
}
