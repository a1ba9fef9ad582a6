package chat.parley.bridge.web;

import chat.parley.bridge.Readiness;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * {@code /health/live}: the process answers. {@code /health/ready}: the services answer and can write; 503 otherwise.
 * Says which, never why: that is in the log.
 */
final class HealthPages {
    static final String LIVE = "/health/live";
    static final String READY = "/health/ready";

    private final Readiness readiness;

    HealthPages(Readiness readiness) {
        this.readiness = readiness;
    }

    void live(HttpServerRequest request) {
        answer(request, 200, new JsonObject().put("status", "live"));
    }

    void ready(HttpServerRequest request) {
        readiness.look().onSuccess(found -> {
            JsonObject checks = new JsonObject();
            found.checks().forEach(checks::put);
            answer(
                    request,
                    found.isReady() ? 200 : 503,
                    new JsonObject()
                            .put("status", found.isReady() ? "ready" : "not ready")
                            .put("checks", checks));
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
