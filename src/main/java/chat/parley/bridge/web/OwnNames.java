package chat.parley.bridge.web;

import io.netty.util.NetUtil;
import java.util.Set;

/**
 * The names this server answers to. A page of somebody else's that has its own name point at us (DNS rebinding) would
 * count as our own page otherwise. Addresses need no such check: nobody can have them point elsewhere.
 */
final class OwnNames {
    private final Set<String> names;

    /** @param names in lower case */
    OwnNames(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    /** @param host in lower case, without port; empty: the client, no browser then, named none */
    boolean has(String host) {
        return host.isEmpty() || isLocal(host) || isAddress(host) || names.contains(host);
    }

    static boolean isLocal(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }
}
