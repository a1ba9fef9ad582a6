package chat.parley.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client that speaks the protocol message by message, whatever the door. */
public abstract class Probe implements AutoCloseable {
    public static final String LOBBY = "0000000000000000000000000l";
    /** Of every account that a test makes, unless it says otherwise. */
    public static final String PASSWORD = "correct horse battery";

    private static final long PATIENCE_SECONDS = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Deque<JsonNode> inbox = new ArrayDeque<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private int lastId;
    private String token = "";
    private String userId = "";

    public JsonNode hello() {
        return call("hello", Map.of("protocol", 1, "client", "probe/1"));
    }

    public JsonNode login(String name) {
        return remember(call("login", Map.of("guest", name)));
    }

    public JsonNode resumeSession(String earlierToken) {
        return remember(call("login", Map.of("token", earlierToken)));
    }

    /** Makes an account with {@link #PASSWORD} by an invite; empty: where everybody may. */
    public JsonNode register(String name, String invite) {
        return remember(call(
                "register",
                invite.isEmpty()
                        ? Map.of("name", name, "password", PASSWORD)
                        : Map.of("name", name, "password", PASSWORD, "invite", invite)));
    }

    public JsonNode logIn(String name, String password) {
        return remember(call("login", Map.of("name", name, "password", password)));
    }

    private JsonNode remember(JsonNode login) {
        token = login.path("token").asText();
        userId = login.path("user").path("id").asText();
        return login;
    }

    public String token() {
        return token;
    }

    public String userId() {
        return userId;
    }

    /** Follows a room after a number; null: from the present end. */
    public JsonNode follow(String room, @Nullable Long after) {
        return call(
                "rooms.resume",
                JSON.createObjectNode().set("rooms", JSON.createObjectNode().put(room, after)));
    }

    /** Sends a text; answers the result, which says it is on disk. */
    public JsonNode say(String room, String id, String text) {
        return call("messages.send", Map.of("room", room, "id", id, "text", text));
    }

    /** The result of a call that has to succeed. */
    public JsonNode call(String method, Object params) {
        JsonNode answer = answer(request(method, params));
        if (answer.has("error")) {
            throw new AssertionError(method + " failed: " + answer.get("error"));
        }
        return answer.get("result");
    }

    /** The error of a call that has to fail. */
    public JsonNode fail(String method, Object params) {
        JsonNode answer = answer(request(method, params));
        if (!answer.has("error")) {
            throw new AssertionError(method + " succeeded: " + answer.get("result"));
        }
        return answer.get("error");
    }

    /** The failure of a call that has to fail. */
    public String failure(String method, Object params) {
        return fail(method, params).path("data").path("failure").asText();
    }

    /** Sends a request without waiting; answers its id. */
    public int request(String method, Object params) {
        int id = ++lastId;
        raw(JSON.createObjectNode()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .<com.fasterxml.jackson.databind.node.ObjectNode>set("params", JSON.valueToTree(params))
                .toString());
        return id;
    }

    public JsonNode answer(int id) {
        return next("the answer to " + id, message -> message.path("id").asInt() == id && !message.has("method"));
    }

    /** Sends a message as it is. */
    public abstract void raw(String text);

    /** The params of the next notification of this method; what comes in between stays for later. */
    public JsonNode next(String method) {
        return next(method, message -> message.path("method").asText().equals(method))
                .get("params");
    }

    public JsonNode next(String what, Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (inbox) {
            while (true) {
                for (Iterator<JsonNode> each = inbox.iterator(); each.hasNext(); ) {
                    JsonNode message = each.next();
                    if (wanted.test(message)) {
                        each.remove();
                        return message;
                    }
                }
                long left = deadline - System.nanoTime();
                if (left <= 0 || closed.isDone()) {
                    throw new AssertionError("Did not receive " + what
                            + (closed.isDone() ? " (closed " + closed.join() + ")" : "") + ", but " + inbox);
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(inbox, Math.min(left, 50_000_000));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** The params of the notifications of this method that came and were not taken yet. */
    public List<JsonNode> all(String method) {
        synchronized (inbox) {
            return inbox.stream()
                    .filter(message -> message.path("method").asText().equals(method))
                    .map(message -> message.get("params"))
                    .toList();
        }
    }

    /** Whether such a message came and was not taken yet. */
    public boolean hasReceived(Predicate<JsonNode> wanted) {
        synchronized (inbox) {
            return inbox.stream().anyMatch(wanted);
        }
    }

    /** How many notifications of this method came and were not taken yet. */
    public int pending(String method) {
        synchronized (inbox) {
            return (int) inbox.stream()
                    .filter(message -> message.path("method").asText().equals(method))
                    .count();
        }
    }

    /** The close code, when the server has closed. */
    public int closeCode() {
        return get(closed);
    }

    /** A message arrived. */
    protected final void received(String text) {
        JsonNode message = parse(text);
        synchronized (inbox) {
            inbox.add(message);
            inbox.notifyAll();
        }
    }

    /** The connection is closed; a code as WebSocket has them, 1006 where there is none. */
    protected final void closedWith(int code) {
        closed.complete(code);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts the connection without a goodbye, as a lost network does. */
    public abstract void cut();

    @Override
    public final void close() {
        cut();
    }

    protected static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
