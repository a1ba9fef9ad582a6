package chat.parley.bridge.legacy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * So many a second with a burst of ten times as many. Legacy clients cannot be told to send something again, so whoever
 * is faster is read later, and loses nothing.
 */
final class Pace {
    private static final int BURST_SECONDS = 10;

    private final double perSecond;
    private double left;
    private long filledAt = System.nanoTime();

    Pace(int perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond * (double) BURST_SECONDS;
    }

    /** Completes when the next one may be taken. */
    Future<Void> next(Vertx vertx) {
        long now = System.nanoTime();
        left = Math.min(perSecond * BURST_SECONDS, left + (now - filledAt) / 1e9 * perSecond) - 1;
        filledAt = now;
        return left >= 0
                ? Future.succeededFuture()
                : vertx.timer(
                                Math.max(1, (long) (-left / perSecond * 1000)),
                                java.util.concurrent.TimeUnit.MILLISECONDS)
                        .mapEmpty();
    }
}
