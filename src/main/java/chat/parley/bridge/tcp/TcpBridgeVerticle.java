package chat.parley.bridge.tcp;

import chat.parley.bridge.Connection;
import chat.parley.bridge.Door;
import chat.parley.bridge.FlushTurn;
import chat.parley.bridge.Session;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.config.Settings;
import chat.parley.protocol.JsonRpc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.OpenSsl;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for native clients: length-prefixed JSON-RPC over TCP. One instance per event loop. */
public final class TcpBridgeVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(TcpBridgeVerticle.class);
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Settings settings;
    private final Door.Maker doors;
    private final @Nullable PemKeyCertOptions certificate;
    private final FlushTurn turn = new FlushTurn();
    private final LengthWire wire = new LengthWire();
    private Door door;
    private NetServer server;

    /** @param certificate the server's, null without TLS */
    @SuppressWarnings("NullAway.Init") // door and server exist from start() on
    public TcpBridgeVerticle(Settings settings, Door.Maker doors, @Nullable PemKeyCertOptions certificate) {
        this.settings = settings;
        this.doors = doors;
        this.certificate = certificate;
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
            options.setSsl(true).setKeyCertOptions(certificate).setEnabledSecureTransportProtocols(Set.of("TLSv1.3"));
            if (OpenSsl.isAvailable()) {
                options.setSslEngineOptions(new OpenSSLEngineOptions());
            }
        }
        return options;
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
        NetSocketInternal socket = (NetSocketInternal) accepted;
        ChannelHandlerContext context = socket.channelHandlerContext();
        int limit = settings.limits().frame().toInt();
        context.pipeline()
                .addBefore(
                        context.name(),
                        "frames",
                        new LengthFieldBasedFrameDecoder(limit, 0, LengthWire.HEADER, 0, LengthWire.HEADER));
        TcpConnection connection =
                new TcpConnection(socket, wire, turn, settings.limits().queue().toInt());
        // Pausing as the messages' receiver: what arrived already waits undecoded, and none of it is lost.
        socket.messageHandler(ReferenceCountUtil::release);
        socket.pause();
        socket.exceptionHandler(e -> broken(connection, e, limit));
        door.accept(connection)
                .onSuccess(session -> serve(socket, connection, session))
                .onFailure(refused -> refuse(connection, FailureException.of(refused)));
    }

    private static void serve(NetSocketInternal socket, TcpConnection connection, Session session) {
        connection.onDrain(session::drained);
        socket.messageHandler(message -> receive(session, (ByteBuf) message));
        socket.closeHandler(closed -> session.closed());
        if (socket.channelHandlerContext().channel().isActive()) {
            socket.resume();
        } else {
            session.closed();
        }
    }

    private static void receive(Session session, ByteBuf frame) {
        byte[] message;
        try {
            message = ByteBufUtil.getBytes(frame);
        } finally {
            frame.release();
        }
        session.receive(message);
    }

    private static void broken(TcpConnection connection, Throwable cause, int limit) {
        log.debug("A connection failed: {}", cause.getMessage());
        if (cause instanceof TooLongFrameException) {
            refuse(connection, Failure.TOO_LARGE.because("A message has at most " + limit + " bytes."));
        }
    }

    private static void refuse(TcpConnection connection, FailureException refusal) {
        connection.send(JsonRpc.error(
                null,
                refusal.failure().code(),
                refusal.sentence(),
                refusal.failure().name()));
        connection.end(Connection.Ending.REFUSED);
    }
}
