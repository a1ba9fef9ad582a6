package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.Health;
import chat.parley.bus.Users;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: the services answer and can write; 503 otherwise.
 * Says which, never why: that is in the log. Asking often costs little, an answer is good for a second.
 */
final class HealthPages {
    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";
    private static final Logger log = LoggerFactory.getLogger(HealthPages.class);
    private static final long GOOD_FOR_NANOS = 1_000_000_000L;

    private final Bus bus;
    private @Nullable Future<JsonObject> latest;
    private long asked;

    HealthPages(Bus bus) {
        this.bus = bus;
    }

    void live(HttpServerRequest request) {
        answer(request, 200, new JsonObject().put("status", "live"));
    }

    void ready(HttpServerRequest request) {
        long now = System.nanoTime();
        Future<JsonObject> checks = latest;
        if (checks == null || now - asked > GOOD_FOR_NANOS) {
            asked = now;
            checks = check();
            latest = checks;
        }
        checks.onSuccess(found -> {
            boolean ready = found.stream().allMatch(each -> "ok".equals(each.getValue()));
            answer(
                    request,
                    ready ? 200 : 503,
                    new JsonObject()
                            .put("status", ready ? "ready" : "not ready")
                            .put("checks", found));
        });
    }

    /** Never fails. */
    private Future<JsonObject> check() {
        Map<String, Future<?>> all = new LinkedHashMap<>();
        all.put("journal", bus.ask(Health.JOURNAL, new Health.Check()));
        all.put("files", bus.ask(Health.FILES, new Health.Check()));
        all.put("users", bus.ask(Users.LIST, new Users.ListOnline(null, 1)));
        return Future.join(java.util.List.copyOf(all.values())).transform(done -> {
            JsonObject found = new JsonObject();
            all.forEach((name, check) -> {
                found.put(name, check.succeeded() ? "ok" : "failing");
                if (check.failed()) {
                    log.warn("Not ready: {}: {}", name, check.cause().getMessage());
                }
            });
            return Future.succeededFuture(found);
        });
    }

    private static void answer(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body.encode() + "\n");
    }
}
