package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Our messages in their order, one at a time: the next goes when the one before was answered. Lives on the client's thread. */
final class Outbox {
    /** Nothing is known or nothing was stored: the same id again is right. */
    private static final Set<String> PASSING = Set.of("UNAVAILABLE", "RATE_LIMITED");

    private final Loop loop;
    private final Listener listener;
    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private @Nullable Wire wire;
    private boolean busy;

    Outbox(Loop loop, Listener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    void add(Outgoing message) {
        queue.add(message);
        listener.outgoing();
        next();
    }

    /** Logged in; {@code renewed}: as somebody else, for whom an id that may be stored already would be a new message. */
    void online(Wire connection, boolean renewed) {
        wire = connection;
        busy = false;
        if (renewed) {
            List<Outgoing> doubtful = queue.stream().filter(Outgoing::tried).toList();
            queue.removeAll(doubtful);
            doubtful.forEach(message -> message.stored()
                    .completeExceptionally(new CallException(
                            "UNKNOWN", "The session was over before the answer came: it may have arrived or not.")));
            listener.outgoing();
        }
        next();
    }

    /** Whoever wrote what waits here is gone. */
    void clear() {
        offline();
        List<Outgoing> all = List.copyOf(queue);
        queue.clear();
        all.forEach(message -> message.stored()
                .completeExceptionally(new CallException(
                        "UNKNOWN", "Its sender left before the answer came: it may have arrived or not.")));
        listener.outgoing();
    }

    void offline() {
        wire = null;
        busy = false;
    }

    private void next() {
        Wire now = wire;
        Outgoing message = queue.peek();
        if (now == null || message == null || busy) {
            return;
        }
        busy = true;
        message.markTried();
        CompletableFuture<JsonNode> answer = now.call("messages.send", message.params());
        CompletableFuture<?> unused = answer.whenCompleteAsync(
                (result, failure) -> {
                    if (now.equals(wire)) {
                        answered(now, message, result, failure);
                    }
                },
                loop);
    }

    private void answered(Wire now, Outgoing message, @Nullable JsonNode result, @Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (result != null) {
            done();
            message.stored().complete(result.path("seq").asLong());
        } else if (cause instanceof CallException refusal && PASSING.contains(refusal.failure())) {
            busy = false;
            loop.later(Duration.ofSeconds(1), this::next);
            return;
        } else if (cause instanceof CallException refusal) {
            done();
            message.stored().completeExceptionally(refusal);
        } else {
            // No answer in time: whether it is stored shows on a new connection
            now.close();
            return;
        }
        listener.outgoing();
        next();
    }

    private void done() {
        queue.poll();
        busy = false;
    }
}
