package chat.parley.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** JSON-RPC over one connection: answers go to whoever asked, notifications to their handler, all in order of arrival. */
final class Rpc {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 15;

    private final Link link;
    private final BiConsumer<String, JsonNode> notified;
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable CountDownLatch stalled;

    Rpc(Link link, BiConsumer<String, JsonNode> notified) {
        this.link = link;
        this.notified = notified;
        Thread reader = new Thread(this::read, "check-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            for (String text = link.receive(); text != null; text = link.receive()) {
                CountDownLatch gate = stalled;
                if (gate != null) {
                    gate.await();
                }
                arrived(JSON.readTree(text));
            }
        } catch (IOException | InterruptedException e) {
            // lost: whoever waits is told below
        }
        link.cut();
        ended.countDown();
        asked.values().forEach(future -> future.completeExceptionally(new IOException("The connection was lost")));
    }

    private void arrived(JsonNode message) {
        if (message.has("method")) {
            notified.accept(message.get("method").asText(), message.path("params"));
            return;
        }
        CompletableFuture<JsonNode> future = asked.remove(message.path("id").asInt());
        if (future == null) {
            return;
        }
        JsonNode error = message.get("error");
        if (error == null) {
            future.complete(message.path("result"));
        } else {
            future.completeExceptionally(new Refused(
                    error.path("data").path("failure").asText("?"),
                    error.path("message").asText()));
        }
    }

    /** The result, completed by the thread that reads; fails {@link Refused}, or {@link IOException} when lost. */
    CompletableFuture<JsonNode> ask(String method, Object params) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> future = new CompletableFuture<>();
        asked.put(id, future);
        try {
            link.send(request(id, method, params));
        } catch (IOException e) {
            future.completeExceptionally(e);
        }
        if (isEnded()) {
            future.completeExceptionally(new IOException("The connection was lost"));
        }
        return future;
    }

    JsonNode call(String method, Object params) throws IOException, Refused {
        try {
            return ask(method, params).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new IOException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IOException("No answer to " + method, e);
        }
    }

    private static String request(int id, String method, Object params) {
        ObjectNode request =
                JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id).put("method", method);
        request.set("params", JSON.valueToTree(params));
        return request.toString();
    }

    /** Half a request, then the end. */
    void cutWithin(String method, Object params) {
        try {
            link.sendHalf(request(lastId.incrementAndGet(), method, params));
        } catch (IOException e) {
            // lost before: as good
        }
        link.cut();
    }

    void cut() {
        link.cut();
    }

    /** Reads nothing more until {@link #readOn}. */
    void stall() {
        stalled = new CountDownLatch(1);
    }

    void readOn() {
        CountDownLatch gate = stalled;
        stalled = null;
        if (gate != null) {
            gate.countDown();
        }
    }

    boolean isEnded() {
        return ended.getCount() == 0;
    }

    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }
}
