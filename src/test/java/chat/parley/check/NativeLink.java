package chat.parley.check;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The native door: a length before each message, under TLS or, for the trace of system calls, without. */
final class NativeLink extends Link {
    private static final SSLContext TRUSTING = trusting();

    private NativeLink(Socket socket) throws IOException {
        super(socket);
    }

    static NativeLink connect(int port, boolean tls, boolean narrow) throws IOException {
        Socket socket = dial(port, narrow);
        return new NativeLink(tls ? TRUSTING.getSocketFactory().createSocket(socket, "localhost", port, true) : socket);
    }

    @Override
    byte[] frame(byte[] message) {
        return ByteBuffer.allocate(4 + message.length)
                .putInt(message.length)
                .put(message)
                .array();
    }

    @Override
    byte @Nullable [] next() throws IOException {
        try {
            return whole(in.readInt());
        } catch (EOFException end) {
            return null;
        }
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new TrustsAnybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
