package chat.parley.users;

import chat.parley.bus.Failure;
import chat.parley.crypto.Argon2Cost;
import chat.parley.crypto.PasswordHash;
import chat.parley.model.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.text.Normalizer;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Computes password hashes on a few threads, with so many at most that wait their turn. */
final class Hashing {
    private static final int MOST_THREADS = 4;

    private final WorkerExecutor executor;
    private final int most;
    private final AtomicLong computed = new AtomicLong();
    private int underWay;

    Hashing(Vertx vertx, String name, int waiting) {
        int threads = Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors() / 2));
        this.executor = vertx.createSharedWorkerExecutor(name, threads, 1, TimeUnit.HOURS);
        this.most = threads + waiting;
    }

    Future<Boolean> matches(PasswordHash hash, Secret password) {
        return run(() -> hash.matches(text(password)));
    }

    Future<PasswordHash> hash(Secret password, Argon2Cost cost) {
        return run(() -> PasswordHash.of(text(password), cost));
    }

    /** How many were computed so far, whatever came of them. */
    long computed() {
        return computed.get();
    }

    private <T> Future<T> run(Callable<T> computation) {
        if (underWay >= most) {
            return Future.failedFuture(Failure.RATE_LIMITED.because(
                    "Too many people are logging in right now. Please try again in a moment."));
        }
        underWay++;
        return executor.executeBlocking(
                        () -> {
                            computed.incrementAndGet();
                            return computation.call();
                        },
                        false)
                .onComplete(done -> underWay--);
    }

    /** One password, however a keyboard composes its characters (RFC 8265, section 4.2.2). */
    private static String text(Secret password) {
        return Normalizer.normalize(password.value().replaceAll("\\p{Zs}", " "), Normalizer.Form.NFC);
    }

    Future<Void> close() {
        return executor.close();
    }
}
