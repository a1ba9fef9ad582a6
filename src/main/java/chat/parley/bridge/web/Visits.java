package chat.parley.bridge.web;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The HTTP connections of one event loop. One that asks nothing for too long is closed: a request that never becomes
 * whole, or a visitor who is gone. One that is being answered may take its time. (An idle time-out of the server itself
 * would cut long answers, which are one write to it.)
 */
final class Visits {
    private final long patience;
    private final Map<HttpConnection, Visit> visits = new HashMap<>();

    private static final class Visit {
        final List<HttpServerRequest> unanswered = new ArrayList<>(1);
        long quietSince = System.nanoTime();
    }

    Visits(Vertx vertx, Duration patience) {
        this.patience = patience.toNanos();
        vertx.setPeriodic(patience.toMillis() / 4, timer -> sweep());
    }

    void begin(HttpConnection connection) {
        visits.put(connection, new Visit());
        connection.closeHandler(closed -> end(connection));
    }

    void request(HttpServerRequest request) {
        Visit visit = visits.get(request.connection());
        if (visit != null) {
            visit.quietSince = System.nanoTime();
            visit.unanswered.removeIf(earlier -> earlier.response().ended());
            visit.unanswered.add(request);
        }
    }

    /** It is closed, or a WebSocket now. */
    void end(HttpConnection connection) {
        visits.remove(connection);
    }

    private void sweep() {
        long now = System.nanoTime();
        List<HttpConnection> quiet = new ArrayList<>();
        visits.forEach((connection, visit) -> {
            if (visit.unanswered.removeIf(request -> request.response().ended()) || !visit.unanswered.isEmpty()) {
                visit.quietSince = now;
            } else if (now - visit.quietSince > patience) {
                quiet.add(connection);
            }
        });
        quiet.forEach(HttpConnection::close);
    }
}
