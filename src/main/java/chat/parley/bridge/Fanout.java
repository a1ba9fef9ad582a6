package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Log;
import chat.parley.bus.Rooms.Item;
import chat.parley.bus.Rooms.Live;
import chat.parley.bus.Rooms.Marked;
import chat.parley.bus.Rooms.Typist;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import chat.parley.protocol.Notifications;
import chat.parley.protocol.Views.ReaderView;
import chat.parley.protocol.Views.TypingView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the entries of rooms to the subscriptions of one event loop: framed once, shared by all that are up to date.
 * Whoever is not (just resumed, too slow, or behind a hole) is caught up from the journal and then joins in again.
 */
public final class Fanout {
    private static final Logger log = LoggerFactory.getLogger(Fanout.class);

    /** Bytes of entries that go into one write. */
    private static final int CHUNK = 64 * 1024;

    private static final int PAGE = 200;
    private static final int CROWD = 200;
    private static final long RETRY_MS = 1_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Wire wire;
    private final Map<RoomId, Audience> audiences = new HashMap<>();

    /** Those of this event loop who follow one room. */
    static final class Audience {
        final List<Subscription> members = new ArrayList<>();
        /** The last sequence number that was announced here. */
        long head;
    }

    public Fanout(Vertx vertx, Bus bus, Wire wire) {
        this.vertx = vertx;
        this.bus = bus;
        this.wire = wire;
    }

    /**
     * Delivers everything after {@code from} that the reader may read, in order and without a hole, until {@link
     * #unfollow} or the entry by which the reader is in the room no more.
     */
    public Subscription follow(Connection connection, UserId reader, RoomId room, long from) {
        Audience audience = audiences.computeIfAbsent(room, unused -> new Audience());
        Subscription subscription = new Subscription(connection, reader, room, audience, from);
        audience.members.add(subscription);
        catchUp(subscription);
        return subscription;
    }

    public void unfollow(Subscription subscription) {
        if (subscription.ended) {
            return;
        }
        subscription.ended = true;
        List<Subscription> members = subscription.audience.members;
        int last = members.size() - 1;
        int at = subscription.index;
        members.set(at, members.get(last));
        members.get(at).index = at;
        members.remove(last);
        if (members.isEmpty()) {
            audiences.remove(subscription.room, subscription.audience);
        }
    }

    /** What the router told: entries of any rooms, those of one room in order. */
    public void deliver(Live live) {
        if (live.items().size() == 1) {
            deliver(live.items().get(0).room().id(), live.items());
            return;
        }
        Map<RoomId, List<Item>> byRoom = new LinkedHashMap<>();
        for (Item item : live.items()) {
            RoomId room = item.room().id();
            if (audiences.containsKey(room)) {
                byRoom.computeIfAbsent(room, unused -> new ArrayList<>()).add(item);
            }
        }
        byRoom.forEach(this::deliver);
    }

    private void deliver(RoomId room, List<Item> items) {
        Audience audience = audiences.get(room);
        if (audience == null) {
            return;
        }
        int at = 0;
        while (at < items.size()) {
            at = deliverRun(audience, items, at);
        }
    }

    /** Frames entries with consecutive numbers together, as many as fit into one write. */
    private int deliverRun(Audience audience, List<Item> items, int start) {
        long first = items.get(start).entry().seq();
        ByteBuf frames = PooledByteBufAllocator.DEFAULT.directBuffer(512);
        try {
            int at = start;
            do {
                Item item = items.get(at);
                wire.frame(item.encoded().as("json", () -> Notifications.entry(item.entry())), frames);
                at++;
            } while (at < items.size()
                    && leaver(items.get(at - 1)) == null
                    && frames.readableBytes() < CHUNK
                    && items.get(at).entry().seq() == first + at - start);
            long last = first + at - start - 1;
            audience.head = Math.max(audience.head, last);
            share(audience, frames, first, last);
            UserId leaver = leaver(items.get(at - 1));
            if (leaver != null) {
                cutOff(audience, leaver);
            }
            return at;
        } finally {
            frames.release();
        }
    }

    /** Whoever is in the room no more after this entry. */
    private static @Nullable UserId leaver(Item item) {
        return item.entry().content() instanceof Content.Member member && member.ends()
                ? member.user().id()
                : null;
    }

    /** Nothing that follows reaches the user, live or from the journal, which refuses as well. */
    private void cutOff(Audience audience, UserId user) {
        List.copyOf(audience.members).forEach(subscription -> {
            if (subscription.reader.equals(user)) {
                unfollow(subscription);
            }
        });
    }

    private void share(Audience audience, ByteBuf frames, long first, long last) {
        List<Subscription> members = audience.members;
        for (int i = 0; i < members.size(); i++) {
            Subscription subscription = members.get(i);
            if (!subscription.live || subscription.cursor >= last) {
                continue;
            }
            if (subscription.cursor == first - 1 && subscription.connection.offer(frames)) {
                subscription.cursor = last;
            } else {
                subscription.live = false;
                catchUp(subscription);
            }
        }
    }

    /** Somebody types: told to those who are up to date, unless they are a crowd, in which nobody looks for that. */
    public void typing(Typist type) {
        Audience audience = audiences.get(type.room());
        if (audience == null || audience.members.size() > CROWD) {
            return;
        }
        hint(
                audience,
                Notifications.typing(new TypingView(type.room(), type.user(), type.on())),
                reader -> !reader.equals(type.user().id()));
    }

    /** Somebody has read further in a small room. */
    public void reader(Marked marked) {
        Audience audience = audiences.get(marked.room());
        List<UserId> hidden = marked.hidden();
        if (audience == null || hidden == null) {
            return;
        }
        hint(
                audience,
                Notifications.reader(new ReaderView(marked.room(), marked.user(), marked.seq())),
                reader -> !reader.equals(marked.user()) && !hidden.contains(reader));
    }

    /** To those who are up to date and not too slow for it; the others do without. */
    private void hint(Audience audience, byte[] message, Predicate<UserId> to) {
        ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(message.length + wire.overhead(message.length));
        try {
            wire.frame(message, frame);
            for (Subscription subscription : audience.members) {
                if (subscription.live && to.test(subscription.reader)) {
                    subscription.connection.offer(frame);
                }
            }
        } finally {
            frame.release();
        }
    }

    /** Reads on from the journal as long as the peer takes it, then joins the live ones. */
    void catchUp(Subscription subscription) {
        if (subscription.ended || subscription.live || subscription.reading || subscription.connection.isFull()) {
            return;
        }
        subscription.reading = true;
        bus.ask(Log.READ, new Log.Read(subscription.room, subscription.reader, subscription.cursor, null, PAGE))
                .onComplete(done -> {
                    subscription.reading = false;
                    if (subscription.ended) {
                        return;
                    }
                    if (done.failed() && isNoMore(done.cause())) {
                        unfollow(subscription);
                        return;
                    }
                    if (done.failed()) {
                        log.warn(
                                "Catching up from the journal failed, trying again: {}",
                                done.cause().getMessage());
                        vertx.setTimer(RETRY_MS, timer -> catchUp(subscription));
                        return;
                    }
                    boolean taken = offer(subscription, done.result().entries());
                    if (done.result().entries().isEmpty()) {
                        subscription.cursor =
                                Math.max(subscription.cursor, done.result().last());
                    }
                    subscription.live = taken
                            && subscription.cursor >= subscription.audience.head
                            && subscription.cursor >= done.result().last();
                    if (taken) {
                        catchUp(subscription);
                    }
                });
    }

    /** The reader is in the room no more; why, the doors are told by the entry that says so. */
    private static boolean isNoMore(Throwable cause) {
        return FailureException.of(cause).failure() == Failure.NO_SUCH_ROOM;
    }

    /** Offers entries in order; false when the peer's queue was full before all of them were taken. */
    private boolean offer(Subscription subscription, List<Entry> entries) {
        int at = 0;
        while (at < entries.size()) {
            ByteBuf frames = PooledByteBufAllocator.DEFAULT.directBuffer(1024);
            try {
                do {
                    wire.frame(Notifications.entry(entries.get(at)), frames);
                    at++;
                } while (at < entries.size() && frames.readableBytes() < CHUNK / 4);
                if (!subscription.connection.offer(frames)) {
                    return false;
                }
                subscription.cursor = entries.get(at - 1).seq();
            } finally {
                frames.release();
            }
        }
        return true;
    }

    /** One connection that follows one room. */
    public static final class Subscription {
        final Connection connection;
        final UserId reader;
        final RoomId room;
        final Audience audience;
        /** The last sequence number that was queued for this connection. */
        long cursor;
        /** Its place in the audience's list. */
        int index;

        boolean live;
        boolean reading;
        boolean ended;

        private Subscription(Connection connection, UserId reader, RoomId room, Audience audience, long from) {
            this.connection = connection;
            this.reader = reader;
            this.room = room;
            this.audience = audience;
            this.cursor = from;
            this.index = audience.members.size();
        }
    }
}
