package chat.parley.bridge.web;

import chat.parley.model.SessionId;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The uploads and downloads under way on one event loop, so that those of a session that ends are cut. */
final class LiveRequests {
    private final Map<SessionId, Set<HttpServerRequest>> bySession = new HashMap<>();

    void add(SessionId session, HttpServerRequest request) {
        if (request.response().ended() || request.response().closed()) {
            return;
        }
        bySession.computeIfAbsent(session, unused -> new HashSet<>(2)).add(request);
        request.response().endHandler(ended -> remove(session, request));
    }

    private void remove(SessionId session, HttpServerRequest request) {
        bySession.computeIfPresent(session, (same, those) -> {
            those.remove(request);
            return those.isEmpty() ? null : those;
        });
    }

    void end(SessionId session) {
        Set<HttpServerRequest> ending = bySession.remove(session);
        if (ending != null) {
            ending.forEach(Cut::now);
        }
    }
}
