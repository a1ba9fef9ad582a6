package chat.parley.check;

import chat.parley.check.History.Entry;
import chat.parley.model.MessageId;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A client of a JSON-RPC door: resumes after what it has, sends again what has no answer, and some that have one. */
class Chatter extends Client {
    private static final Set<String> TRY_AGAIN =
            Set.of("UNAVAILABLE", "RATE_LIMITED", "STORAGE_FULL", "STORAGE_READ_ONLY");
    private static final int SENT_AGAIN = 3;

    private final Map<String, Outgoing> waiting = new ConcurrentHashMap<>();
    private final Deque<Outgoing> answered = new ArrayDeque<>();
    private final Map<String, Long> had = new ConcurrentHashMap<>();
    private final Map<String, Recorder.OpenStream> streams = new ConcurrentHashMap<>();
    private final Queue<String> opened = new ConcurrentLinkedQueue<>();
    private final AtomicInteger toldToComeBack = new AtomicInteger();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final int padding;
    private volatile @Nullable Rpc rpc;
    private volatile String token = "";
    volatile String userId = "";

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

    Chatter(Site site, String name, DoorKind door, long seed, long pauseMs, int padding) {
        super(site, name, door, seed, pauseMs);
        this.padding = padding;
    }

    @Override
    boolean isConnected() {
        Rpc current = rpc;
        return current != null && !current.isEnded();
    }

    @Override
    void connect() throws IOException, Refused {
        Rpc fresh = new Rpc(site.dial(door, isNarrow()), this::notified);
        try {
            fresh.call("hello", Map.of("protocol", 1, "client", "check/1"));
            JsonNode login = fresh.call("login", token.isEmpty() ? Map.of("guest", name) : Map.of("token", token));
            token = login.path("token").asText();
            if (userId.isEmpty()) {
                userId = login.path("user").path("id").asText();
                site.recorder.user(userId, name);
                site.recorder.member(userId, History.LOBBY, 1, History.FOREVER);
            }
            streams.clear();
            follow(fresh, History.LOBBY, had.get(History.LOBBY));
            for (JsonNode room : login.path("rooms")) {
                joined(fresh, room.path("id").asText());
            }
            rpc = fresh;
            lastAnswered().forEach(again -> send(fresh, again));
        } catch (IOException | Refused e) {
            fresh.cut();
            throw e;
        }
    }

    boolean isNarrow() {
        return false;
    }

    private void joined(Rpc over, String room) throws IOException, Refused {
        if (!streams.containsKey(room)) {
            follow(over, room, had.getOrDefault(room, 0L));
        }
    }

    /** From now on everything after a number arrives; null: after the present end. */
    private void follow(Rpc over, String room, @Nullable Long after) throws IOException, Refused {
        Recorder.OpenStream stream = site.recorder.open(userId, room, after);
        streams.put(room, stream);
        Map<String, Object> rooms = new HashMap<>();
        rooms.put(room, after);
        JsonNode range =
                over.call("rooms.resume", Map.of("rooms", rooms)).path("rooms").path(room);
        long from = range.path("from").asLong();
        stream.startsAfter(from);
        had.merge(room, from, Math::max);
    }

    private void notified(String method, JsonNode params) {
        switch (method) {
            case "entry" -> received(params);
            case "room" -> opened.add(params.path("id").asText());
            case "stopping" -> {
                if (params.path("retryAfterSeconds").asInt() > 0) {
                    toldToComeBack.incrementAndGet();
                }
            }
            default -> {}
        }
    }

    private void received(JsonNode entry) {
        String room = entry.path("room").asText();
        long seq = entry.path("seq").asLong();
        Recorder.OpenStream stream = streams.get(room);
        if (stream == null) {
            stream = site.recorder.open(userId, room, null);
            streams.put(room, stream);
        }
        stream.received(entry(entry));
        had.merge(room, seq, Math::max);
    }

    static Entry entry(JsonNode entry) {
        JsonNode file = entry.path("files").path(0);
        String label = file.isMissingNode()
                ? Text.label(entry.path("text").asText())
                : file.path("name").asText();
        return new Entry(
                entry.path("seq").asLong(),
                entry.path("sender").path("id").asText(),
                label,
                entry.path("time").asLong());
    }

    @Override
    void tend() throws IOException, Refused {
        Rpc current = connection();
        for (String room = opened.poll(); room != null; room = opened.poll()) {
            joined(current, room);
        }
        for (Outgoing each : waiting.values()) {
            if (each.over != current) {
                send(current, each);
            }
        }
    }

    @Override
    void speak() throws IOException, Refused {
        say(History.LOBBY);
    }

    /** Sends a message; its acknowledgement is recorded when it comes, over this connection or a later one. */
    final String say(String room) throws IOException {
        Outgoing message = new Outgoing(name + "-" + nextNumber(), room);
        site.recorder.sending(userId, room, message.label, false);
        waiting.put(message.label, message);
        send(connection(), message);
        return message.label;
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

    private void acknowledged(Outgoing message, long seq) {
        site.recorder.acknowledged(message.label, message.room, seq);
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
            site.recorder.refused(message.label);
        }
    }

    private List<Outgoing> lastAnswered() {
        synchronized (answered) {
            return List.copyOf(answered);
        }
    }

    final Rpc connection() throws IOException {
        Rpc current = rpc;
        if (current == null || current.isEnded()) {
            throw new IOException("Not connected");
        }
        return current;
    }

    /** The conversation with somebody; both may see it. */
    final String openDirect(String other) throws IOException, Refused {
        JsonNode room = connection().call("direct.open", Map.of("name", other));
        String id = room.path("id").asText();
        site.recorder.member(userId, id, 1, History.FOREVER);
        site.recorder.member(room.path("peer").path("id").asText(), id, 1, History.FOREVER);
        return id;
    }

    @Override
    void cutWithinFrame() {
        Rpc current = rpc;
        if (current != null) {
            Outgoing half = new Outgoing(name + "-" + nextNumber() + "-half", History.LOBBY);
            site.recorder.sending(userId, half.room, half.label, false);
            site.recorder.refused(half.label);
            current.cutWithin("messages.send", params(half));
        }
    }

    @Override
    void cut() {
        Rpc current = rpc;
        if (current != null) {
            current.cut();
        }
    }

    @Override
    boolean isSettled() {
        return isConnected() && waiting.isEmpty();
    }

    /** What it was not told the fate of. */
    List<String> unanswered() {
        return new ArrayList<>(waiting.keySet());
    }

    String token() {
        return token;
    }

    int toldToComeBack() {
        return toldToComeBack.get();
    }

    /** How often it was refused what, by the failure's name. */
    Map<String, Integer> refusals() {
        return Map.copyOf(refusals);
    }

    /** The number up to which it has a room. */
    long had(String room) {
        return had.getOrDefault(room, 0L);
    }

    Set<String> rooms() {
        return Set.copyOf(had.keySet());
    }

    /** It has had time for everything: what is missing now was lost. */
    void completeTo(String room, long seq) {
        streams.computeIfAbsent(room, unused -> site.recorder.open(userId, room, 0L))
                .completeTo(seq);
    }
}
