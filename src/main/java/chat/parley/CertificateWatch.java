package chat.parley;

import chat.parley.crypto.PemPair;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a door's certificate anew when its files change. Files that do not fit together, as while they are being
 * replaced, change nothing; it is said once.
 */
final class CertificateWatch {
    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
    private static final Logger events = LoggerFactory.getLogger("parley.events");
    private static final long INTERVAL_MILLIS = 2_000;

    private final Vertx vertx;
    private final String door;
    private final Certificate certificate;
    private final Function<PemPair, Future<?>> renew;
    private List<String> seen;
    private boolean looking;

    CertificateWatch(Vertx vertx, String door, Certificate certificate, Function<PemPair, Future<?>> renew)
            throws IOException {
        this.vertx = vertx;
        this.door = door;
        this.certificate = certificate;
        this.renew = renew;
        this.seen = certificate.state();
    }

    /** Answers the timer, to be cancelled. */
    long start() {
        return vertx.setPeriodic(INTERVAL_MILLIS, timer -> look());
    }

    private void look() {
        if (looking) {
            return;
        }
        Future<List<String>> state;
        try {
            state = vertx.executeBlocking(certificate::state);
        } catch (RejectedExecutionException e) {
            return; // everything stops, and the worker threads went before the timers
        }
        looking = true;
        state.compose(now -> now.equals(seen) ? Future.succeededFuture() : changed(now))
                .onFailure(e -> log.debug("The certificate of the {} door is not there: {}", door, e.toString()))
                .onComplete(done -> looking = false);
    }

    private Future<?> changed(List<String> now) {
        seen = now;
        return vertx.executeBlocking(certificate::read)
                .compose(pair -> renew.apply(pair)
                        .onSuccess(renewed -> events.info(
                                "the {} door has a new certificate, valid until {}",
                                door,
                                pair.leaf().getNotAfter().toInstant())))
                .onFailure(e -> log.warn(
                        "The {} door keeps its certificate, the changed one cannot be used: {}", door, e.getMessage()))
                .otherwiseEmpty();
    }
}
