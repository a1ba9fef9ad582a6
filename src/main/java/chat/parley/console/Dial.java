package chat.parley.console;

import chat.parley.crypto.Certificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Opens the socket to a server: TLS 1.3, and the certificate that is known, before anything is said. Blocking. */
final class Dial {
    private static final int PATIENCE_MS = 10_000;

    private Dial() {}

    static Socket open(Address address, KnownServers known) throws IOException {
        Socket plain = new Socket();
        try {
            InetSocketAddress target = new InetSocketAddress(address.host(), address.port());
            if (target.isUnresolved()) {
                throw new IOException("there is no host " + address.host());
            }
            plain.connect(target, PATIENCE_MS);
            plain.setTcpNoDelay(true);
            return address.tls() ? secure(plain, address, known) : plain;
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket secure(Socket plain, Address address, KnownServers known) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new CheckedAfterwards()}, null);
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            plain.setSoTimeout(PATIENCE_MS);
            socket.startHandshake();
            plain.setSoTimeout(0);
            known.check(address, Certificates.fingerprint(socket.getSession().getPeerCertificates()[0]));
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS 1.3 is not to be had here", e);
        }
    }

    /** The handshake proves that the server has the key of its certificate; which one it has to be, {@link KnownServers} says. */
    private static final class CheckedAfterwards implements X509TrustManager {
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
