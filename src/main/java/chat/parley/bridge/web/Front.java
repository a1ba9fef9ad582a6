package chat.parley.bridge.web;

import chat.parley.bus.FailureException;
import chat.parley.config.WebSettings;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What every request at the web door passes: the limits, who sent it and by which way, and then where it goes. */
final class Front {
    private static final String SOCKET = "/ws";

    private final WebSettings settings;
    private final Arrivals arrivals;
    private final Proxies proxies;
    private final OwnNames names;
    private final HealthPages health;
    private final @Nullable AuthorityPages authority;
    private final BiConsumer<HttpServerRequest, Visitor> upgrade;
    private final Handler<HttpServerRequest> pages;

    Front(
            WebSettings settings,
            WebIdentity identity,
            Arrivals arrivals,
            Proxies proxies,
            HealthPages health,
            BiConsumer<HttpServerRequest, Visitor> upgrade,
            Handler<HttpServerRequest> pages) {
        this.settings = settings;
        this.arrivals = arrivals;
        this.proxies = proxies;
        this.names = new OwnNames(identity.names());
        this.health = health;
        this.authority = identity.pages();
        this.upgrade = upgrade;
        this.pages = pages;
    }

    void handle(HttpServerRequest request) {
        FailureException refusal = arrivals.requested(request);
        if (refusal != null && !SOCKET.equals(request.path())) { // a WebSocket is told by its close code
            request.response().putHeader("Connection", "close");
            Refusals.refuse(request, refusal);
            return;
        }
        Visitor visitor = proxies.visitor(request);
        if (!settings.isTls() && !settings.insecure() && !visitor.proxied() && !isLoopback(visitor.address())) {
            Refusals.refuse(request, 403, "This server is reached through its proxy, not directly.");
        } else if (!names.has(visitor.host())) {
            Refusals.refuse(
                    request,
                    421,
                    "This server does not know that it is called " + visitor.host()
                            + ". Its operator can add the name to web.names, or set web.url.");
        } else {
            insist(request, visitor);
            route(request, visitor);
        }
    }

    private void route(HttpServerRequest request, Visitor visitor) {
        String path = request.path();
        if (SOCKET.equals(path)) {
            upgrade.accept(request, visitor);
        } else if (HealthPages.LIVE.equals(path)) {
            health.live(request);
        } else if (HealthPages.READY.equals(path)) {
            health.ready(request);
        } else if (authority != null && AuthorityPages.owns(path)) {
            authority.serve(request);
        } else {
            pages.handle(request);
        }
    }

    /** HSTS (RFC 6797): over TLS only, and never for names that other programs on the client's machine have as well. */
    private void insist(HttpServerRequest request, Visitor visitor) {
        String host = visitor.host();
        boolean named = !host.isEmpty() && !OwnNames.isLocal(host) && !OwnNames.isAddress(host);
        if (visitor.secure() && named && !settings.hsts().isZero()) {
            request.response()
                    .putHeader(
                            "Strict-Transport-Security",
                            "max-age=" + settings.hsts().toSeconds());
        }
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1");
    }
}
