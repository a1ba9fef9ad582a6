package chat.parley.bridge.tcp;

import chat.parley.bridge.Door;
import chat.parley.bridge.DoorTls;
import chat.parley.bridge.FlushTurn;
import chat.parley.bus.FailureException;
import chat.parley.config.Settings;
import chat.parley.crypto.PemPair;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for native clients: length-prefixed JSON-RPC over TCP. One instance per event loop. */
public final class TcpBridgeVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(TcpBridgeVerticle.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Settings settings;
    private final Door.Maker doors;
    private final @Nullable PemPair certificate;
    private final DoorTls tls;
    private final FlushTurn turn = new FlushTurn();
    private final LengthWire wire = new LengthWire();
    private Door door;
    private NetServer server;

    /** @param certificate the server's, null without TLS */
    @SuppressWarnings("NullAway.Init") // door and server exist from start() on
    public TcpBridgeVerticle(Settings settings, Door.Maker doors, @Nullable PemPair certificate) {
        this.settings = settings;
        this.doors = doors;
        this.certificate = certificate;
        this.tls = new DoorTls(DoorTls.MODERN, settings.limits().loginTime());
    }

    @Override
    public Future<?> start() {
        door = doors.make(vertx, wire);
        server = vertx.createNetServer(options())
                .connectHandler(this::accept)
                .exceptionHandler(e -> log.debug("A connection failed before it was one: {}", e.getMessage()));
        return door.open()
                .compose(open -> server.listen(
                        Door.sharedPort(settings.tcp().port(), -2),
                        settings.tcp().host()));
    }

    private NetServerOptions options() {
        NetServerOptions options = new NetServerOptions().setTcpKeepAlive(true).setTcpNoDelay(true);
        if (certificate != null) {
            tls.into(options, certificate);
        }
        return options;
    }

    /** Shows another certificate to whoever connects from now on, at all instances of the door. */
    public Future<?> renew(PemPair renewed) {
        return server.updateSSLOptions(tls.with(renewed));
    }

    /** The port that the door listens on, once started. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public Future<?> stop() {
        door.close("The server is stopping.", RETRY_AFTER_SECONDS);
        return server.close();
    }

    private void accept(NetSocket accepted) {
        TcpConnection connection = TcpConnection.takeOver(
                ((NetSocketInternal) accepted).channelHandlerContext(),
                wire,
                turn,
                settings.limits().frame().toInt(),
                settings.limits().queue().toInt());
        door.accept(connection)
                .onSuccess(connection::serve)
                .onFailure(refused -> connection.refuse(FailureException.of(refused)));
    }
}
