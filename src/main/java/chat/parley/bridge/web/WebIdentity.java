package chat.parley.bridge.web;

import chat.parley.crypto.LocalAuthority;
import chat.parley.crypto.PemPair;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * As whom the web door shows itself.
 *
 * @param names what this server is called, in lower case
 * @param certificate null without TLS
 * @param authority who issued it, if that was this server itself
 */
public record WebIdentity(
        Set<String> names,
        @Nullable PemPair certificate,
        @Nullable LocalAuthority authority) {
    public WebIdentity {
        names = Set.copyOf(names);
    }

    @Nullable
    AuthorityPages pages() {
        return authority == null ? null : new AuthorityPages(authority);
    }
}
