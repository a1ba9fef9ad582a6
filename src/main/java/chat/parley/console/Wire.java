package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One connection to a server: calls with their answers, and what comes unasked. It ends once and for all. */
final class Wire implements AutoCloseable {
    /** What a server may send in one frame; far above every page and list that it makes. */
    private static final int MAX_FRAME = 16 * 1024 * 1024;

    private static final int CALL_SECONDS = 20;

    /** Runs on the reading thread: what it holds up is not read meanwhile. */
    interface Receiver {
        void notified(String method, JsonNode params);

        /** Exactly once. */
        void closed(Wire wire, String why);
    }

    private final Socket socket;
    private final DataOutputStream out;
    private final Receiver receiver;
    private final AtomicLong lastId = new AtomicLong();
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean ended = new AtomicBoolean();

    Wire(Socket socket, Receiver receiver) throws IOException {
        this.socket = socket;
        this.out = new DataOutputStream(socket.getOutputStream());
        this.receiver = receiver;
    }

    void start() {
        Thread reader = new Thread(this::read, "parley-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** The result; fails {@link CallException}, or with a time-out or the end of the connection: then it is unknown. */
    CompletableFuture<JsonNode> call(String method, JsonNode params) {
        long id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        try {
            byte[] message = Json.bytes(Json.object()
                    .put("jsonrpc", "2.0")
                    .put("id", id)
                    .put("method", method)
                    .set("params", params));
            write(message);
        } catch (IOException e) {
            end(reason(e));
        }
        if (ended.get()) {
            answer.completeExceptionally(new IOException("The connection is lost"));
        }
        return answer.orTimeout(CALL_SECONDS, TimeUnit.SECONDS).whenComplete((result, failure) -> waiting.remove(id));
    }

    private synchronized void write(byte[] message) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + message.length);
        out.write(frame.putInt(message.length).put(message).array());
        out.flush();
    }

    private void read() {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
            while (!ended.get()) {
                int length = in.readInt();
                if (length < 0 || length > MAX_FRAME) {
                    throw new IOException("the server sent a frame of " + Integer.toUnsignedString(length) + " bytes");
                }
                byte[] message = in.readNBytes(length);
                if (message.length < length) {
                    throw new IOException("the server closed it");
                }
                received(Json.parse(message));
            }
        } catch (IOException e) {
            end(reason(e));
        } catch (RuntimeException e) {
            end("this client stumbled: " + e);
        }
    }

    private void received(JsonNode message) {
        if (message.has("method")) {
            receiver.notified(message.path("method").asText(), message.path("params"));
            return;
        }
        CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asLong());
        if (answer == null) {
            return;
        }
        if (message.has("error")) {
            JsonNode error = message.get("error");
            answer.completeExceptionally(new CallException(
                    error.path("data").path("failure").asText(),
                    error.path("message").asText()));
        } else {
            answer.complete(message.path("result"));
        }
    }

    private static String reason(IOException e) {
        String said = e.getMessage();
        return said == null ? "the server closed it" : Clean.line(said);
    }

    private void end(String why) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more
        }
        IOException lost = new IOException("The connection is lost: " + why);
        waiting.values().forEach(answer -> answer.completeExceptionally(lost));
        receiver.closed(this, why);
    }

    @Override
    public void close() {
        end("closed here");
    }
}
