package chat.parley.bridge.web;

import chat.parley.config.AddressRange;
import chat.parley.config.WebSettings;
import chat.parley.config.WebSettings.ProxyHeader;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who is behind the proxies that the configuration trusts. What anybody else claims of addresses is ignored:
 * the client is the last address of the chain that is no trusted proxy.
 */
final class Proxies {
    private final List<AddressRange> trusted;
    private final ProxyHeader header;

    Proxies(WebSettings settings) {
        this.trusted = settings.proxies().stream().map(AddressRange::parse).toList();
        this.header = settings.proxyHeader();
    }

    boolean trusts(@Nullable String address) {
        return address != null && trusted.stream().anyMatch(range -> range.contains(address));
    }

    Visitor visitor(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        String address = String.valueOf(peer == null ? null : peer.hostAddress());
        String authority = orEmpty(request.getHeader("Host"));
        if (!trusts(address)) {
            return new Visitor(address, request.isSSL(), authority, false);
        }
        return header == ProxyHeader.FORWARDED
                ? forwarded(request, address, authority)
                : xForwarded(request, address, authority);
    }

    private Visitor xForwarded(HttpServerRequest request, String peer, String authority) {
        List<String> chain = new ArrayList<>();
        request.headers().getAll("X-Forwarded-For").forEach(line -> chain.addAll(List.of(line.split(","))));
        String host = last(request.getHeader("X-Forwarded-Host"));
        String proto = last(request.getHeader("X-Forwarded-Proto"));
        return new Visitor(
                client(chain, peer), "https".equalsIgnoreCase(proto), host.isEmpty() ? authority : host, true);
    }

    private Visitor forwarded(HttpServerRequest request, String peer, String authority) {
        List<Forwarded> chain = Forwarded.parse(request.headers().getAll("Forwarded"));
        Forwarded nearest = chain.isEmpty() ? Forwarded.NOTHING : chain.get(chain.size() - 1);
        return new Visitor(
                client(chain.stream().map(Forwarded::address).toList(), peer),
                "https".equalsIgnoreCase(nearest.proto()),
                nearest.host().isEmpty() ? authority : nearest.host(),
                true);
    }

    /** Walks back from the nearest; whoever a trusted proxy names and is none itself is the client. */
    private String client(List<String> chain, String peer) {
        String client = peer;
        for (int i = chain.size() - 1; i >= 0 && trusts(client); i--) {
            String named = bare(chain.get(i));
            if (named.isEmpty()) {
                break; // hidden or nonsense: the proxy that said so stands for its client
            }
            client = named;
        }
        return client;
    }

    /** A literal address without brackets and port; empty for anything else. */
    private static String bare(String node) {
        String text = node.strip();
        String address = text.startsWith("[")
                ? text.replaceFirst("^\\[([^\\]]*)\\](:\\d+)?$", "$1")
                : text.replaceFirst("^(\\d+\\.\\d+\\.\\d+\\.\\d+):\\d+$", "$1");
        try {
            AddressRange.parse(address);
        } catch (IllegalArgumentException e) {
            return "";
        }
        return address.contains("/") ? "" : address;
    }

    private static String last(@Nullable String list) {
        return list == null ? "" : list.substring(list.lastIndexOf(',') + 1).strip();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
