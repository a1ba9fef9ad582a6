package chat.parley.bridge.legacy;

import chat.parley.bridge.Outlet;
import chat.parley.bus.EncodeOnce;
import chat.parley.bus.Log;
import chat.parley.bus.Rooms.Item;
import chat.parley.model.Entry;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes out to one logged-in client: live while it keeps up; otherwise only positions are kept, and it is caught up
 * from the journal, in order, when there is room again.
 */
final class Peer {
    private static final Logger log = LoggerFactory.getLogger(Peer.class);
    private static final int PAGE = 50;
    private static final int MAX_NOTICES = 1000;
    private static final long RETRY_MS = 1_000;

    private final Hall hall;
    private final Outlet outlet;
    private final boolean bare;
    private final User user;

    /** The conversations, each with the last sequence number that was queued. */
    private final Map<RoomId, Position> positions = new HashMap<>();

    /** Rooms that have entries which were not queued. */
    private final Set<RoomId> behind = new LinkedHashSet<>();

    /** Join and leave notices that were not queued; the latest of each name counts. */
    private final Map<String, String> notices = new LinkedHashMap<>();

    private final long since = System.currentTimeMillis();
    private boolean listDue;
    private long listVersion;
    private boolean held = true;
    private boolean caughtUp = true;
    private boolean reading;
    private boolean closed;
    private @Nullable Promise<Void> room;

    private static final class Position {
        final Room room;
        long at;

        Position(Room room, long at) {
            this.room = room;
            this.at = at;
        }
    }

    Peer(Hall hall, Outlet outlet, boolean bare, User user) {
        this.hall = hall;
        this.outlet = outlet;
        this.bare = bare;
        this.user = user;
        positions.put(RoomId.LOBBY, new Position(Room.LOBBY, hall.lobbyHead()));
        outlet.onDrain(this::drained);
    }

    User user() {
        return user;
    }

    /** When this client came in, in milliseconds since 1970. */
    long since() {
        return since;
    }

    Outlet outlet() {
        return outlet;
    }

    boolean isBare() {
        return bare;
    }

    /** Nothing of others goes out from now on: the first reply has to arrive alone, or a download is under way. */
    void hold() {
        held = true;
    }

    void release() {
        held = false;
        catchUp();
    }

    /** The list that was sent last; {@code due} when it is to be sent (again). */
    void listed(long version, boolean due) {
        listVersion = version;
        listDue = due;
    }

    /** A frame that answers this client. Bounded otherwise: the next request is read only when there is room. */
    void reply(byte[] frame) {
        Frames.write(outlet, frame, bare);
    }

    /** Somebody came or went. */
    void notice(String name, String text, Frames frames) {
        if (!isLive() || !frames.offer(outlet, bare)) {
            notices.remove(name);
            if (notices.size() < MAX_NOTICES) {
                notices.put(name, text);
            }
            fellBehind();
        }
    }

    void list(long version, Frames frames) {
        if (version == listVersion && !listDue) {
            return;
        }
        if (isLive() && frames.offer(outlet, bare)) {
            listed(version, false);
        } else {
            listDue = true;
            fellBehind();
        }
    }

    /** An entry was committed. */
    void entry(Item item, Supplier<Frames> frames) {
        Position position = positions.computeIfAbsent(item.room().id(), id -> new Position(item.room(), 0));
        if (item.entry().seq() <= position.at) {
            return;
        }
        if (isLive() && item.entry().seq() == position.at + 1 && offer(item.entry(), frames)) {
            position.at = item.entry().seq();
        } else {
            behind.add(item.room().id());
            fellBehind();
        }
    }

    /** Own text in the lobby comes back, for the console client shows it only then; nothing else of one's own does. */
    private boolean offer(Entry entry, Supplier<Frames> frames) {
        if (!entry.sender().id().equals(user.id())) {
            return frames.get().offer(outlet, bare);
        }
        return !entry.room().equals(RoomId.LOBBY)
                || !LegacyFormat.hasText(entry)
                || frames.get().offerFirst(outlet, bare);
    }

    private boolean isLive() {
        return !held && caughtUp;
    }

    private void fellBehind() {
        caughtUp = false;
        if (!outlet.isFull() || outlet.offer(Unpooled.EMPTY_BUFFER)) {
            catchUp();
        }
    }

    private void catchUp() {
        if (closed || held || reading || caughtUp) {
            return;
        }
        if (!offerList() || !offerNotices()) {
            return;
        }
        if (behind.isEmpty()) {
            caughtUp = true;
            return;
        }
        RoomId next = behind.iterator().next();
        behind.remove(next);
        Position position = positions.getOrDefault(next, new Position(Room.LOBBY, 0));
        reading = true;
        hall.bus()
                .ask(Log.READ, new Log.Read(next, null, position.at, null, PAGE))
                .onSuccess(page -> {
                    reading = false;
                    boolean taken = offer(position, page);
                    if (page.entries().isEmpty()) {
                        position.at = Math.max(position.at, page.last());
                    } else if (position.at < page.last()) {
                        behind.add(next);
                    }
                    if (taken) {
                        catchUp();
                    }
                })
                .onFailure(e -> {
                    reading = false;
                    behind.add(next);
                    log.warn("Catching up from the journal failed, trying again: {}", e.getMessage());
                    hall.vertx().setTimer(RETRY_MS, timer -> catchUp());
                });
    }

    private boolean offer(Position position, Log.Page page) {
        for (Entry entry : page.entries()) {
            if (closed || held) {
                return false;
            }
            if (entry.seq() <= position.at) {
                continue;
            }
            Item item = new Item(position.room, entry, new EncodeOnce());
            try (LazyFrames frames = new LazyFrames(() -> hall.format().entry(item))) {
                if (!offer(entry, frames)) {
                    return false;
                }
            }
            position.at = entry.seq();
        }
        return true;
    }

    private boolean offerList() {
        if (!listDue) {
            return true;
        }
        try (Frames frames = new Frames(hall.userList())) {
            if (!frames.offer(outlet, bare)) {
                return false;
            }
        }
        listed(hall.listVersion(), false);
        return true;
    }

    private boolean offerNotices() {
        var left = notices.values().iterator();
        while (left.hasNext()) {
            try (Frames frames = new Frames(hall.format().notice(left.next()))) {
                if (!frames.offer(outlet, bare)) {
                    return false;
                }
            }
            left.remove();
        }
        return true;
    }

    /** Completes when there is room in the queue. */
    Future<Void> room() {
        if (closed || !outlet.isFull() || outlet.offer(Unpooled.EMPTY_BUFFER)) {
            return Future.succeededFuture();
        }
        Promise<Void> promise = room == null ? Promise.promise() : room;
        room = promise;
        return promise.future();
    }

    private void drained() {
        Promise<Void> waiting = room;
        room = null;
        if (waiting != null) {
            waiting.complete();
        }
        catchUp();
    }

    /** The connection is closed: nothing waits any more. */
    void close() {
        closed = true;
        drained();
    }

    boolean isClosed() {
        return closed;
    }
}
