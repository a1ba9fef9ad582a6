package chat.parley.bridge.legacy;

import chat.parley.bridge.Door;
import chat.parley.bus.Bus;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.crypto.Fernet;
import chat.parley.model.ConnectionId;
import io.netty.channel.ChannelConfig;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for the legacy Python clients: Fernet tokens over TCP. One instance per event loop, all on one port. */
public final class LegacyBridgeVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(LegacyBridgeVerticle.class);

    /** Legacy clients may idle for ever; one that is dead is noticed after about two minutes. */
    private static final int KEEP_ALIVE_IDLE_SECONDS = 60;

    private static final int KEEP_ALIVE_INTERVAL_SECONDS = 15;
    private static final int KEEP_ALIVE_PROBES = 4;

    private final Settings.Legacy settings;
    private final Settings.Limits limits;
    private final String key;
    private Bus bus;
    private Hall hall;
    private NetServer server;

    /** @param key the Fernet key, as the clients have it */
    @SuppressWarnings("NullAway.Init") // all three exist from start() on
    public LegacyBridgeVerticle(Settings.Legacy settings, Settings.Limits limits, String key) {
        this.settings = settings;
        this.limits = limits;
        this.key = key;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        hall = new Hall(vertx, bus, settings, limits, new Fernet(key));
        vertx.setPeriodic(limits.idleTime().toMillis() / 4, timer -> hall.sweep());
        server = vertx.createNetServer(
                        new NetServerOptions().setTcpKeepAlive(true).setTcpNoDelay(true))
                .connectHandler(this::accept);
        return hall.open()
                .compose(open -> server.listen(Door.sharedPort(settings.port(), -3), settings.host()))
                .onSuccess(listening -> log.debug("The legacy door is open on port {}", listening.actualPort()));
    }

    /** The port that the door listens on, once started. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public Future<?> stop() {
        return hall.close().otherwiseEmpty().eventually(server::close);
    }

    private void accept(NetSocket socket) {
        socket.pause();
        keepAlive(((NetSocketInternal) socket).channelHandlerContext().channel().config());
        ConnectionId id = ConnectionId.random();
        LegacyConnection connection = new LegacyConnection(hall, socket, id);
        bus.ask(Users.ARRIVE, new Users.Arrive(id, socket.remoteAddress().hostAddress(), Users.Through.LEGACY))
                .onSuccess(arrived -> arrived(connection, socket, id))
                .onFailure(refused -> {
                    log.debug("Closing {}: {}", socket.remoteAddress(), refused.getMessage());
                    LegacyConnection.discardInput(socket);
                    socket.close();
                });
    }

    private void arrived(LegacyConnection connection, NetSocket socket, ConnectionId id) {
        if (((NetSocketInternal) socket).channelHandlerContext().channel().isActive()) {
            hall.open(connection);
        } else {
            LegacyConnection.discardInput(socket);
            bus.ask(Users.DEPART, new Users.Depart(id))
                    .onFailure(e -> log.warn("A closed connection still counts: {}", e.getMessage()));
        }
    }

    private static void keepAlive(ChannelConfig config) {
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPIDLE), KEEP_ALIVE_IDLE_SECONDS);
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPINTERVAL), KEEP_ALIVE_INTERVAL_SECONDS);
        config.setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_KEEPCOUNT), KEEP_ALIVE_PROBES);
    }
}
