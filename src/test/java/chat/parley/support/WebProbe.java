package chat.parley.support;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client at the web door, on the JDK's own WebSocket. */
public final class WebProbe extends Probe implements WebSocket.Listener {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private WebProbe(HttpClient client, String url, String... headers) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        this.socket = get(builder.buildAsync(URI.create(url), this));
    }

    public static WebProbe connect(int port) {
        return connectWith(port);
    }

    public static WebProbe connectFrom(int port, String origin) {
        return connectWith(port, "Origin", origin);
    }

    /** With headers in pairs of name and value. */
    public static WebProbe connectWith(int port, String... headers) {
        return new WebProbe(CLIENT, "ws://127.0.0.1:" + port + "/ws", headers);
    }

    /** Over TLS, trusting whom the context trusts. */
    public static WebProbe connectTls(String host, int port, SSLContext trust, String... headers) {
        HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
        return new WebProbe(client, "wss://" + host + ":" + port + "/ws", headers);
    }

    @Override
    public void raw(String text) {
        get(socket.sendText(text, true));
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        webSocket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closedWith(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closedWith(1006);
    }

    @Override
    public void cut() {
        socket.abort();
    }
}
