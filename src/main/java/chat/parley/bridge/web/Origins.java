package chat.parley.bridge.web;

import chat.parley.config.WebSettings;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which pages may open a WebSocket: our own, and those the configuration names. A program that sends no origin may. */
final class Origins {
    private final Set<String> allowed;

    Origins(WebSettings settings) {
        Set<String> all = new HashSet<>(settings.origins());
        all.add(settings.url());
        this.allowed = Set.copyOf(all);
    }

    /** Our own page has our scheme, name and port; the name is known to be ours by now. */
    boolean admits(@Nullable String origin, Visitor visitor) {
        if (origin == null || (!origin.isEmpty() && allowed.contains(origin))) {
            return true;
        }
        String own = (visitor.secure() ? "https://" : "http://") + visitor.authority();
        return origin.toLowerCase(Locale.ROOT).equals(own.toLowerCase(Locale.ROOT));
    }
}
