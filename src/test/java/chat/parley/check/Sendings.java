package chat.parley.check;

import chat.parley.model.MessageId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What one client says: sent again, over whatever connection it has, until there is an answer. */
final class Sendings {
    private static final Set<String> TRY_AGAIN =
            Set.of("UNAVAILABLE", "RATE_LIMITED", "STORAGE_FULL", "STORAGE_READ_ONLY");
    private static final int SENT_AGAIN = 3;

    private final Recorder recorder;
    private final int padding;
    private final Map<String, Outgoing> waiting = new ConcurrentHashMap<>();
    private final Deque<Outgoing> answered = new ArrayDeque<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();

    /** A message whose answer has not come, and the connection that it was sent over last. */
    private static final class Outgoing {
        final String label;
        final String room;
        final String id = MessageId.at(System.currentTimeMillis()).value();
        volatile @Nullable Rpc over;
        final AtomicInteger attempts = new AtomicInteger();

        Outgoing(String label, String room) {
            this.label = label;
            this.room = room;
        }
    }

    Sendings(Recorder recorder, int padding) {
        this.recorder = recorder;
        this.padding = padding;
    }

    void say(Rpc over, String sender, String room, String label) {
        Outgoing message = new Outgoing(label, room);
        recorder.sending(sender, room, label, false);
        waiting.put(label, message);
        send(over, message);
    }

    private void send(Rpc over, Outgoing message) {
        message.over = over;
        message.attempts.incrementAndGet();
        CompletableFuture<JsonNode> unused = over.ask("messages.send", params(message))
                .whenComplete((result, failure) -> {
                    if (failure == null) {
                        acknowledged(message, result.path("seq").asLong());
                    } else if (failure instanceof Refused refused) {
                        refused(message, refused);
                    }
                });
    }

    private Map<String, Object> params(Outgoing message) {
        return Map.of("room", message.room, "id", message.id, "text", Text.of(message.label, padding));
    }

    /** A message of which nobody keeps the id. */
    static Map<String, Object> params(String room, String label) {
        String id = MessageId.at(System.currentTimeMillis()).value();
        return Map.of("room", room, "id", id, "text", Text.of(label, 0));
    }

    private void acknowledged(Outgoing message, long seq) {
        recorder.acknowledged(message.label, message.room, seq);
        waiting.remove(message.label);
        synchronized (answered) {
            answered.remove(message);
            answered.addLast(message);
            if (answered.size() > SENT_AGAIN) {
                answered.removeFirst();
            }
        }
    }

    /** Every second one that was refused for now is given up, and then it may be nowhere. */
    private void refused(Outgoing message, Refused refused) {
        refusals.merge(refused.failure(), 1, Integer::sum);
        boolean unknown = message.attempts.get() > 1 || refused.failure().equals("UNAVAILABLE");
        if (TRY_AGAIN.contains(refused.failure()) && (unknown || message.label.hashCode() % 2 == 0)) {
            message.over = null;
            return;
        }
        waiting.remove(message.label);
        if (!unknown) {
            recorder.refused(message.label);
        }
    }

    /** What has no answer goes over this connection, unless it went already. */
    void tend(Rpc current) {
        for (Outgoing each : waiting.values()) {
            if (each.over != current) {
                send(current, each);
            }
        }
    }

    /** The last few that have an answer are sent once more, as by a client that did not hear it. */
    void repeat(Rpc over) {
        List<Outgoing> last;
        synchronized (answered) {
            last = List.copyOf(answered);
        }
        last.forEach(each -> send(over, each));
    }

    /** Half of a message, of which the rest never comes: it may be nowhere. */
    void cutWithin(Rpc over, String sender, String room, String label) {
        Outgoing half = new Outgoing(label, room);
        recorder.sending(sender, room, label, false);
        recorder.refused(label);
        over.cutWithin("messages.send", params(half));
    }

    /** What it was not told the fate of. */
    List<String> unanswered() {
        return new ArrayList<>(waiting.keySet());
    }

    /** How often it was refused what, by the failure's name. */
    Map<String, Integer> refusals() {
        return Map.copyOf(refusals);
    }
}
