package chat.parley.check;

import chat.parley.check.History.Entry;
import chat.parley.check.History.Move;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client of a JSON-RPC door: resumes after what it has, joins what it is invited to, sends again what has no answer, and
 * some that have one.
 */
class Chatter extends Client {
    private final Map<String, Long> had = new ConcurrentHashMap<>();
    private final Map<String, Recorder.OpenStream> streams = new ConcurrentHashMap<>();

    /** Rooms that it was in, and is in no more. */
    private final Set<String> lost = ConcurrentHashMap.newKeySet();

    private final Set<String> circles = ConcurrentHashMap.newKeySet();
    private final Queue<JsonNode> news = new ConcurrentLinkedQueue<>();
    private final AtomicInteger toldToComeBack = new AtomicInteger();
    private final Identity identity;
    private final Sendings sendings;
    private volatile @Nullable Rpc rpc;
    private volatile boolean resting;
    volatile String userId = "";

    Chatter(Site site, String name, DoorKind door, long seed, long pauseMs, int padding) {
        this(site, new Identity(name, false), name, door, seed, pauseMs, padding);
    }

    Chatter(Site site, Identity identity, String name, DoorKind door, long seed, long pauseMs, int padding) {
        super(site, name, door, seed, pauseMs);
        this.identity = identity;
        this.sendings = new Sendings(site.recorder, padding);
    }

    @Override
    boolean isConnected() {
        Rpc current = rpc;
        return current != null && !current.isEnded();
    }

    @Override
    void connect() throws IOException, Refused {
        if (resting) {
            throw new IOException("It is to stay away");
        }
        Rpc fresh = new Rpc(site.dial(door, isNarrow()), this::notified);
        try {
            JsonNode login = identity.enter(fresh, random);
            if (userId.isEmpty()) {
                userId = identity.user();
                site.recorder.user(userId, name);
                site.recorder.member(userId, History.LOBBY, 1, History.FOREVER);
            }
            streams.clear();
            circles.clear();
            follow(fresh, History.LOBBY, had.get(History.LOBBY));
            for (JsonNode room : login.path("rooms")) {
                enter(fresh, room);
            }
            rpc = fresh;
            sendings.repeat(fresh);
        } catch (IOException | Refused e) {
            fresh.cut();
            throw e;
        }
    }

    boolean isNarrow() {
        return false;
    }

    /** A room of its own, or one that it is invited to. Of the latter it may be put out again at any time. */
    private void enter(Rpc over, JsonNode room) throws IOException, Refused {
        String id = room.path("id").asText();
        boolean isPrivate = room.path("kind").asText().equals("private");
        if (streams.containsKey(id)) {
            return;
        }
        try {
            if (room.path("membership").asText().equals("invited")) {
                over.call("rooms.join", Map.of("room", id));
            }
            lost.remove(id);
            follow(over, id, had.getOrDefault(id, 0L));
            if (isPrivate) {
                circles.add(id);
            }
        } catch (Refused refused) {
            streams.remove(id);
            if (!isPrivate || !refused.failure().equals("NO_SUCH_ROOM")) {
                throw refused;
            }
            lost.add(id);
        }
    }

    /** From now on everything after a number arrives; null: after the present end. */
    private void follow(Rpc over, String room, @Nullable Long after) throws IOException, Refused {
        Recorder.OpenStream stream = site.recorder.open(userId, identity.session(), room, after);
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
            case "room" -> news.add(params);
            case "left" -> removed(params.path("room").asText());
            case "stopping" -> {
                if (params.path("retryAfterSeconds").asInt() > 0) {
                    toldToComeBack.incrementAndGet();
                }
            }
            default -> {}
        }
    }

    private void removed(String room) {
        lost.add(room);
        circles.remove(room);
        Recorder.OpenStream stream = streams.remove(room);
        if (stream != null) {
            stream.removed();
        }
    }

    private void received(JsonNode entry) {
        String room = entry.path("room").asText();
        long seq = entry.path("seq").asLong();
        Recorder.OpenStream stream = streams.get(room);
        if (stream == null) {
            stream = site.recorder.open(userId, identity.session(), room, null);
            streams.put(room, stream);
        }
        stream.received(entry(entry));
        had.merge(room, seq, Math::max);
    }

    /** A message is known by its label; what is none is about somebody's membership, or about nobody's. */
    static Entry entry(JsonNode entry) {
        long seq = entry.path("seq").asLong();
        long time = entry.path("time").asLong();
        String sender = entry.path("sender").path("id").asText();
        String type = entry.path("type").asText();
        if (!type.equals("message")) {
            String change = type.equals("member") ? entry.path("change").asText() : type;
            String user = entry.path("user").path("id").asText(sender);
            return new Entry(seq, sender, "(" + change + ")", time, new Move(user, change));
        }
        JsonNode file = entry.path("files").path(0);
        String label = file.isMissingNode()
                ? Text.label(entry.path("text").asText())
                : file.path("name").asText();
        return new Entry(seq, sender, label, time);
    }

    @Override
    void tend() throws IOException, Refused {
        Rpc current = connection();
        for (JsonNode room = news.poll(); room != null; room = news.poll()) {
            enter(current, room);
        }
        sendings.tend(current);
    }

    @Override
    void speak() throws IOException, Refused {
        say(History.LOBBY);
    }

    /** Sends a message; its acknowledgement is recorded when it comes, over this connection or a later one. */
    final String say(String room) throws IOException {
        Rpc over = connection();
        String label = name + "-" + nextNumber();
        sendings.say(over, userId, room, label);
        return label;
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
            sendings.cutWithin(current, userId, History.LOBBY, name + "-" + nextNumber() + "-half");
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
        return isConnected() && sendings.unanswered().isEmpty();
    }

    /** Once it is disconnected it stays so, until it is woken. */
    void rest() {
        resting = true;
    }

    void wake() {
        resting = false;
    }

    @Override
    boolean isResting() {
        return resting;
    }

    List<String> unanswered() {
        return sendings.unanswered();
    }

    Map<String, Integer> refusals() {
        return sendings.refusals();
    }

    Identity identity() {
        return identity;
    }

    int toldToComeBack() {
        return toldToComeBack.get();
    }

    /** The private rooms that it is in, as far as it knows. */
    List<String> circles() {
        return circles.stream().sorted().toList();
    }

    /** The number up to which it has a room. */
    long had(String room) {
        return had.getOrDefault(room, 0L);
    }

    /** Those that it is in, also if the server forgot to tell it. */
    Set<String> rooms() {
        return had.keySet().stream().filter(room -> !lost.contains(room)).collect(Collectors.toSet());
    }

    /** What is said in a room reaches it as it is said. */
    void upToDate(String room) {
        Recorder.OpenStream stream = streams.get(room);
        if (stream != null) {
            stream.upToDate();
        }
    }

    /** It has had time for everything: what is missing now was lost. */
    void completeTo(String room, long seq) {
        streams.computeIfAbsent(room, unused -> site.recorder.open(userId, room, 0L))
                .completeTo(seq);
    }
}
