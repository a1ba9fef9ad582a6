package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.FailureException;
import chat.parley.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The plain port beside HTTPS. It sends everybody on, and shows the page about the local authority to those who do not
 * trust it yet; nothing else goes over it.
 */
public final class RedirectVerticle extends VerticleBase {
    private static final int MAX_HEADERS = 8 * 1024;

    private final Settings settings;
    private final OwnNames names;
    private final @Nullable AuthorityPages authority;
    private final IntSupplier httpsPort;
    private final Proxies nobody;
    private HttpServer server;

    @SuppressWarnings("NullAway.Init") // the server exists from start() on
    public RedirectVerticle(Settings settings, WebIdentity identity, IntSupplier httpsPort) {
        this.settings = settings;
        this.names = new OwnNames(identity.names());
        this.authority = identity.pages();
        this.httpsPort = httpsPort;
        this.nobody = new Proxies(settings.web());
    }

    @Override
    public Future<?> start() {
        Arrivals arrivals = new Arrivals(vertx, new Bus(vertx), settings.limits(), nobody);
        arrivals.watch();
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHttp2ClearTextEnabled(false).setMaxHeaderSize(MAX_HEADERS))
                .connectionHandler(arrivals::arrived)
                .requestHandler(request -> handle(arrivals.requested(request), request));
        return server.listen(settings.web().redirectPort(), settings.web().host());
    }

    /** The port it listens on, once started. */
    public int port() {
        return server.actualPort();
    }

    private void handle(@Nullable FailureException refusal, HttpServerRequest request) {
        Visitor visitor = nobody.visitor(request);
        if (refusal != null) {
            Refusals.refuse(request, refusal);
        } else if (visitor.host().isEmpty() || !names.has(visitor.host())) {
            Refusals.refuse(request, 421, "This server does not know itself by that name.");
        } else if (authority != null && AuthorityPages.owns(request.path())) {
            authority.serve(request);
        } else {
            request.response()
                    .setStatusCode(308)
                    .putHeader("Location", there(visitor.host()) + path(request.uri()))
                    .end();
        }
    }

    private static String path(@Nullable String uri) {
        return uri != null && uri.startsWith("/") ? uri : "/";
    }

    private String there(String host) {
        String url = settings.web().url();
        if (url.startsWith("https://")) {
            return url;
        }
        int port = httpsPort.getAsInt();
        return "https://" + (host.contains(":") ? "[" + host + "]" : host) + (port == 443 ? "" : ":" + port);
    }
}
