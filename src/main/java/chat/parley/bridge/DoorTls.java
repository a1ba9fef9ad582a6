package chat.parley.bridge;

import chat.parley.crypto.PemPair;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How a door speaks TLS: with which protocols, and how long a client may take to shake hands. */
public record DoorTls(Set<String> protocols, Duration handshake) {
    public static final Set<String> MODERN = Set.of("TLSv1.3");
    public static final Set<String> BROWSERS = Set.of("TLSv1.3", "TLSv1.2");

    public DoorTls {
        protocols = Set.copyOf(protocols);
    }

    /** Loads the native library once for all doors: blocking, and more than an event loop should wait for. */
    public static void load() {
        OpenSsl.isAvailable();
    }

    /** Turns TLS on in the options of a server that is to be made. */
    public void into(NetServerOptions options, PemPair certificate) {
        options.setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(keys(certificate))
                .setEnabledSecureTransportProtocols(protocols)
                .setSslHandshakeTimeout(handshake.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (OpenSsl.isAvailable()) {
            options.setSslEngineOptions(new OpenSSLEngineOptions());
        }
    }

    /** The same with another certificate, for a server that runs: connections that are open keep theirs. */
    public ServerSSLOptions with(PemPair certificate) {
        ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(keys(certificate));
        options.setUseAlpn(false);
        options.setEnabledSecureTransportProtocols(protocols);
        options.setSslHandshakeTimeout(handshake.toMillis());
        options.setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return options;
    }

    private static PemKeyCertOptions keys(PemPair certificate) {
        return new PemKeyCertOptions()
                .setCertValue(Buffer.buffer(certificate.chain()))
                .setKeyValue(Buffer.buffer(certificate.key()));
    }
}
