package chat.parley.console;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Tells when nobody has typed here for a while, and when somebody does again. */
final class Absence {
    static final Duration AFTER = Duration.ofMinutes(10);

    private final long after;
    private final Consumer<Boolean> tell;
    private long typedAt = System.nanoTime();
    private boolean away;

    /** @param tell is told true when the person is away, false when here again */
    Absence(Duration after, Consumer<Boolean> tell) {
        this.after = after.toNanos();
        this.tell = tell;
        lookIn(this.after);
    }

    private void lookIn(long nanos) {
        CompletableFuture<?> unused =
                CompletableFuture.runAsync(this::look, CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS));
    }

    private synchronized void look() {
        long left = after - (System.nanoTime() - typedAt);
        if (left > 0) {
            lookIn(left);
        } else {
            away = true;
            tell.accept(true);
        }
    }

    synchronized void typed() {
        typedAt = System.nanoTime();
        if (away) {
            away = false;
            tell.accept(false);
            lookIn(after);
        }
    }

    /** A new connection, whose person the server takes to be here. */
    synchronized void connected() {
        if (away) {
            tell.accept(true);
        }
    }
}
