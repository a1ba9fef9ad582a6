package chat.parley.bridge.tcp;

import chat.parley.bridge.DoorTls;
import chat.parley.config.Settings;
import chat.parley.crypto.PemPair;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.internal.net.NetSocketInternal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 at one event loop. It is begun here and not by Vert.x, which would tell of a client only when its handshake is
 * done: until then nobody would count it, and its time to log in would not have begun.
 */
final class Tls {
    private static final Logger log = LoggerFactory.getLogger(Tls.class);

    private final Handshakes handshakes;
    private final long timeoutMillis;
    private volatile @Nullable SslContext context;

    Tls(Settings.Limits limits) {
        this.handshakes = new Handshakes(limits);
        this.timeoutMillis = limits.loginTime().toMillis();
    }

    /** Shows this certificate from now on; has to be called before anybody comes. Blocking. */
    void show(PemPair certificate) throws SSLException {
        context = SslContextBuilder.forServer(bytes(certificate.chain()), bytes(certificate.key()))
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols(DoorTls.MODERN)
                .build();
    }

    private static InputStream bytes(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Shakes hands with a client that has just come; closes it when that fails, takes too long, or too many are at it.
     *
     * @param ready told, on the channel's event loop, how many milliseconds it took
     */
    void begin(NetSocketInternal socket, LongConsumer ready) {
        ChannelHandlerContext channel = socket.channelHandlerContext();
        String address = socket.remoteAddress().hostAddress();
        if (!handshakes.begin(address)) {
            ChannelFuture unused = channel.close();
            return;
        }
        long began = System.nanoTime();
        socket.exceptionHandler(e -> log.debug("No TLS with {}: {}", address, e.getMessage()));
        SslHandler handler = Objects.requireNonNull(context).newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(timeoutMillis);
        channel.pipeline().addFirst("ssl", handler);
        handler.handshakeFuture().addListener(done -> {
            handshakes.end(address);
            if (done.isSuccess()) {
                ready.accept(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            } else {
                ChannelFuture unused = channel.close();
            }
        });
    }
}
