package chat.parley.support;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** HTTP/1.1 on a plain socket, or on a TLS one that trusts one authority: sends what it is told, however odd. */
public final class HttpProbe implements AutoCloseable {
    private static final int PATIENCE_MS = 15_000;

    private final Socket socket;

    /** An answer; header names in lower case. */
    public record Answer(int status, Map<String, String> headers, String body) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private HttpProbe(Socket socket) {
        this.socket = socket;
    }

    public static HttpProbe connect(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(PATIENCE_MS);
            return new HttpProbe(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over TLS to localhost, whose certificate has to be right in the eyes of this context. */
    public static HttpProbe connect(int port, SSLContext trust, String... protocols) throws IOException {
        HttpProbe plain = connect(port);
        SSLSocket tls = (SSLSocket) trust.getSocketFactory().createSocket(plain.socket, "localhost", port, true);
        var parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (protocols.length > 0) {
            parameters.setProtocols(protocols);
        }
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return new HttpProbe(tls);
    }

    /** One that trusts the certificates of a PEM file and nobody else. */
    public static SSLContext trusting(Path pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            var found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(pem)));
            int number = 0;
            for (var each : found) {
                store.setCertificateEntry("trusted" + number++, each);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The certificate that the server showed. */
    public X509Certificate shown() throws IOException {
        return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
    }

    /** Sends a GET with these headers, Host among them, and reads the answer. */
    public Answer get(String target, String... headers) throws IOException {
        send("GET " + target + " HTTP/1.1\r\n" + String.join("\r\n", List.of(headers)) + "\r\n\r\n");
        return answer();
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    public Answer answer() throws IOException {
        InputStream in = socket.getInputStream();
        String status = line(in);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(": ?", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = in.readNBytes(length);
        return new Answer(Integer.parseInt(status.substring(9, 12)), headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Closed after \"" + line + "\"");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** Whether the server closes, within a time that only a missing limit exceeds. */
    public boolean isClosedByServer() {
        try {
            InputStream in = socket.getInputStream();
            byte[] room = new byte[4096];
            while (in.read(room) >= 0) {
                // what it still says
            }
            return true;
        } catch (SocketException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Closes at once. */
    public void cut() {
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
