package chat.parley.bridge.tcp;

import chat.parley.bridge.Door;
import chat.parley.bridge.FlushTurn;
import chat.parley.bus.FailureException;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.crypto.PemPair;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import org.jspecify.annotations.Nullable;

/** The door for native clients: length-prefixed JSON-RPC over TCP. One instance per event loop. */
public final class TcpBridgeVerticle extends VerticleBase {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Settings settings;
    private final Door.Maker doors;
    private final @Nullable PemPair certificate;
    private final FlushTurn turn = new FlushTurn();
    private final LengthWire wire = new LengthWire();
    private final Tls tls;
    private Door door;
    private NetServer server;

    /** @param certificate the server's, null without TLS */
    @SuppressWarnings("NullAway.Init") // door and server exist from start() on
    public TcpBridgeVerticle(Settings settings, Door.Maker doors, @Nullable PemPair certificate) {
        this.settings = settings;
        this.doors = doors;
        this.certificate = certificate;
        this.tls = new Tls(settings.limits());
    }

    @Override
    public Future<?> start() {
        door = doors.make(vertx, wire);
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        server = vertx.createNetServer(
                        new NetServerOptions().setTcpKeepAlive(true).setTcpNoDelay(true))
                .connectHandler(accepted -> arrived(context, (NetSocketInternal) accepted));
        return (certificate == null ? Future.succeededFuture() : renew(certificate))
                .compose(ready -> door.open())
                .compose(open -> server.listen(
                        Door.sharedPort(settings.tcp().port(), -2),
                        settings.tcp().host()));
    }

    /** Shows this certificate to whoever connects to this instance from now on. */
    public Future<?> renew(PemPair renewed) {
        return vertx.executeBlocking(() -> {
            tls.show(renewed);
            return renewed;
        });
    }

    /** The port that the door listens on, once started. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public Future<?> stop() {
        return door.close("The server is stopping.", RETRY_AFTER_SECONDS).eventually(server::close);
    }

    private void arrived(ContextInternal context, NetSocketInternal socket) {
        if (certificate == null) {
            accept(socket, 0);
        } else {
            tls.begin(socket, spent -> context.emit(spent, took -> accept(socket, took)));
        }
    }

    private void accept(NetSocketInternal socket, long spent) {
        TcpConnection connection = TcpConnection.takeOver(
                socket.channelHandlerContext(),
                wire,
                turn,
                settings.limits().frame().toInt(),
                settings.limits().queue().toInt());
        door.accept(connection, spent, Users.Through.NATIVE)
                .onSuccess(connection::serve)
                .onFailure(refused -> connection.refuse(FailureException.of(refused)));
    }
}
