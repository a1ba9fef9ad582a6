package chat.parley.bridge.web;

import chat.parley.config.Settings;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open a WebSocket: our own, and those the configuration names. A program that sends no origin may. On a
 * door that only this machine reaches, our own pages are those of this machine: a foreign name that somebody makes
 * resolve to it (DNS rebinding) is none.
 */
final class Origins {
    private static final Pattern LOCAL =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?", Pattern.CASE_INSENSITIVE);

    private final Set<String> allowed;
    private final boolean localOnly;

    Origins(Settings.Web settings) {
        this.allowed = new HashSet<>(settings.origins());
        if (!settings.url().isEmpty()) {
            this.allowed.add(settings.url());
        }
        this.localOnly = settings.isLocal();
    }

    boolean admits(HttpServerRequest request) {
        String origin = request.getHeader("Origin");
        return origin == null
                || allowed.contains(origin.toLowerCase(Locale.ROOT))
                || isOwn(origin, request.getHeader("Host"));
    }

    private boolean isOwn(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null
                    && authority.equalsIgnoreCase(host)
                    && (!localOnly || LOCAL.matcher(authority).matches());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
