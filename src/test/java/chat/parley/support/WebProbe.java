package chat.parley.support;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A client at the web door, on the JDK's own WebSocket. */
public final class WebProbe extends Probe implements WebSocket.Listener {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private WebProbe(int port, @Nullable String origin) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        this.socket = get(builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this));
    }

    public static WebProbe connect(int port) {
        return new WebProbe(port, null);
    }

    public static WebProbe connectFrom(int port, String origin) {
        return new WebProbe(port, origin);
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
