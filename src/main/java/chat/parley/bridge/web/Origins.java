package chat.parley.bridge.web;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which pages may open a WebSocket: our own, and those the configuration names. A program that sends no origin may. */
final class Origins {
    private final List<String> allowed;

    Origins(List<String> allowed) {
        this.allowed = allowed;
    }

    boolean admits(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin == null || allowed.contains(origin) || isOwn(origin, request.getHeader("Host"));
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
