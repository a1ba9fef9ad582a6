package chat.parley.bridge.web;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the fragments of text messages together (RFC 6455 section 5.4), up to a limit; binary ones are refused. */
final class TextMessages {
    private final ServerWebSocket socket;
    private final int limit;
    private final Consumer<byte[]> receiver;
    private @Nullable Buffer partial;
    private boolean refused;

    TextMessages(ServerWebSocket socket, int limit, Consumer<byte[]> receiver) {
        this.socket = socket;
        this.limit = limit;
        this.receiver = receiver;
    }

    void frame(WebSocketFrame frame) {
        if (refused) {
            return;
        }
        if (frame.isBinary()) {
            refuse(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "Messages are text.");
        } else if (frame.isText() || frame.isContinuation()) {
            append(frame);
        }
    }

    private void append(WebSocketFrame frame) {
        Buffer whole = partial == null ? frame.binaryData() : partial.appendBuffer(frame.binaryData());
        if (whole.length() > limit) {
            refuse(WebSocketCloseStatus.MESSAGE_TOO_BIG, "A message has at most " + limit + " bytes.");
        } else if (frame.isFinal()) {
            partial = null;
            receiver.accept(whole.getBytes());
        } else {
            partial = partial == null ? whole.copy() : whole;
        }
    }

    private void refuse(WebSocketCloseStatus status, String reason) {
        refused = true;
        partial = null;
        socket.close((short) status.code(), reason);
    }
}
