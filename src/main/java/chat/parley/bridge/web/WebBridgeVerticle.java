package chat.parley.bridge.web;

import chat.parley.bridge.Door;
import chat.parley.bridge.DoorTls;
import chat.parley.bridge.FlushTurn;
import chat.parley.bridge.Readiness;
import chat.parley.bridge.Session;
import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.crypto.LinkSigner;
import chat.parley.crypto.PemPair;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for browsers: the pages, the protocol over WebSocket, and files over HTTP. One instance per event loop. */
public final class WebBridgeVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(WebBridgeVerticle.class);
    private static final Logger events = LoggerFactory.getLogger("parley.events");
    private static final int LOGGED_ORIGIN = 100;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Settings settings;
    private final Door.Maker doors;
    private final LinkSigner signer;
    private final WebIdentity identity;
    private final DoorTls tls;
    private final Proxies proxies;
    private final FlushTurn turn = new FlushTurn();
    private final WebSocketWire wire = new WebSocketWire();
    private final Origins origins;
    private Door door;
    private Arrivals arrivals;
    private HttpServer server;

    @SuppressWarnings("NullAway.Init") // the last three exist from start() on
    public WebBridgeVerticle(Settings settings, Door.Maker doors, LinkSigner signer, WebIdentity identity) {
        this.settings = settings;
        this.doors = doors;
        this.signer = signer;
        this.identity = identity;
        this.tls = new DoorTls(DoorTls.BROWSERS, settings.limits().loginTime());
        this.proxies = new Proxies(settings.web());
        this.origins = new Origins(settings.web());
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        FileRoutes files = new FileRoutes(
                new Bus(vertx), settings.files(), settings.limits().idleTime(), signer);
        files.mount(router);
        Pages.mount(router);
        door = doors.make(vertx, wire);
        Bus bus = new Bus(vertx);
        arrivals = new Arrivals(vertx, bus, settings.limits(), proxies);
        arrivals.watch();
        // In front of the router, which would wrap the socket
        Front front = new Front(
                settings.web(),
                identity,
                arrivals,
                proxies,
                new HealthPages(new Readiness(bus)),
                this::upgrade,
                router);
        server = vertx.createHttpServer(options())
                .connectionHandler(arrivals::arrived)
                .exceptionHandler(e -> log.debug("A connection failed before it was one: {}", e.getMessage()))
                .requestHandler(front::handle);
        return Future.all(door.open(), files.watch())
                .compose(open -> server.listen(
                        Door.sharedPort(settings.web().port(), -1),
                        settings.web().host()));
    }

    private HttpServerOptions options() {
        int frame = settings.limits().frame().toInt();
        HttpServerOptions options = new HttpServerOptions()
                .setMaxWebSocketFrameSize(frame)
                .setMaxWebSocketMessageSize(frame)
                .setMaxHeaderSize(MAX_HEADERS)
                .setMaxChunkSize(Files.CHUNK)
                // Waiting for a possible HTTP/2 preface, the server would not know of a connection before its first
                // request.
                .setHttp2ClearTextEnabled(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                // All writes are made on the event loop, and a queue for other threads takes 4 KB of each connection.
                .setStrictThreadMode(true);
        options.setTcpKeepAlive(true).setTcpNoDelay(true);
        if (identity.certificate() != null) {
            tls.into(options, identity.certificate());
        }
        return options;
    }

    /** Shows another certificate to whoever connects from now on, at all instances of the door. */
    public Future<?> renew(PemPair certificate) {
        return server.updateSSLOptions(tls.with(certificate));
    }

    /** The port that the door listens on, once started. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public Future<?> stop() {
        return door.close("The server is stopping.", RETRY_AFTER_SECONDS).eventually(server::close);
    }

    private void upgrade(HttpServerRequest request, Visitor visitor) {
        String origin = request.getHeader("Origin");
        if (!origins.admits(origin, visitor)) {
            events.info(
                    "refused a page from {}: its origin {}",
                    visitor.address(),
                    String.valueOf(origin)
                            .substring(
                                    0,
                                    Math.min(
                                            LOGGED_ORIGIN,
                                            String.valueOf(origin).length())));
            Refusals.refuse(
                    request,
                    403,
                    "This page may not connect here: its origin is not ours. The settings web.url and web.origins"
                            + " name those that are.");
            return;
        }
        request.toWebSocket()
                .onSuccess(socket -> accept(request, socket, visitor))
                .onFailure(e -> {
                    log.debug("Not a WebSocket: {}", e.getMessage());
                    Refusals.refuse(request, 400, "This address speaks WebSocket.");
                });
    }

    /** Who comes directly counts already as a TCP connection; who comes through a proxy counts as itself from now on. */
    private void accept(HttpServerRequest request, ServerWebSocket socket, Visitor visitor) {
        socket.pause();
        Arrivals.Arrival arrival = arrivals.upgraded(request.connection());
        WebSocketConnection connection = new WebSocketConnection(
                arrival.id(),
                visitor.address(),
                socket,
                wire,
                turn,
                settings.limits().queue().toInt());
        Future<Session> session = visitor.proxied()
                ? door.accept(connection, 0, Users.Through.WEB)
                : arrival.counted().map(counted -> door.admit(connection));
        session.onSuccess(admitted -> serve(socket, connection, admitted))
                .onFailure(refused -> socket.close((short) 1013, refused.getMessage()));
    }

    private void serve(ServerWebSocket socket, WebSocketConnection connection, Session session) {
        if (socket.isClosed()) { // before it was admitted: it takes no handlers any more
            session.closed();
            return;
        }
        connection.onDrain(session::drained);
        TextMessages messages =
                new TextMessages(socket, settings.limits().frame().toInt(), session::receive);
        socket.frameHandler(messages::frame);
        socket.pongHandler(pong -> session.heard());
        socket.exceptionHandler(e -> broken(socket, e));
        socket.closeHandler(closed -> session.closed());
        socket.resume();
    }

    /** A frame against the rules ends the connection with the code for it (RFC 6455 section 7.4). */
    private static void broken(ServerWebSocket socket, Throwable cause) {
        log.debug("A WebSocket failed: {}", cause.getMessage());
        if (cause instanceof CorruptedWebSocketFrameException broken) {
            socket.close(
                    (short) broken.closeStatus().code(), broken.closeStatus().reasonText());
        }
    }
}
