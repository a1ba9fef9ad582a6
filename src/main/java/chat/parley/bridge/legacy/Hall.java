package chat.parley.bridge.legacy;

import chat.parley.bridge.FlushTurn;
import chat.parley.bridge.PerAddress;
import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import chat.parley.bus.Log;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Item;
import chat.parley.bus.Rooms.Live;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Ended;
import chat.parley.bus.Users.Presence;
import chat.parley.config.Settings;
import chat.parley.crypto.Fernet;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the connections of one event loop share: who is logged in here, who is online at all, and what goes to everybody. */
final class Hall {
    private static final long LIST_MS = 1_000;
    private static final int PAGE = 500;

    /** How long a stop waits for the answers to what was read; somebody who does not read may never take theirs. */
    private static final long ANSWERS_MS = 5_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Settings.Legacy settings;
    private final Settings.Limits limits;
    private final FlushTurn turn = new FlushTurn();
    private final Aliases aliases = new Aliases();
    private final PerAddress<Pace> paces;
    private final LegacyFormat format;
    private final Roster roster = new Roster();
    private final Map<UserId, Peer> peers = new HashMap<>();
    private final Map<SessionId, LegacyConnection> sessions = new HashMap<>();
    private final Set<LegacyConnection> connections = new HashSet<>();
    private long lobbyHead;
    private byte @Nullable [] list;
    private long listOf = -1;
    private boolean listScheduled;
    private long listedAt = System.nanoTime() - LIST_MS * 1_000_000;

    Hall(Vertx vertx, Bus bus, Settings.Legacy settings, Settings.Limits limits, Fernet fernet) {
        this.vertx = vertx;
        this.bus = bus;
        this.settings = settings;
        this.paces = new PerAddress<>(() -> new Pace(limits.messagesFromAddress()));
        this.limits = limits;
        this.format = new LegacyFormat(fernet, new Wording(ZoneId.systemDefault()), aliases::of);
    }

    /** Listens to the services, and learns how things stand. */
    Future<?> open() {
        return Future.all(
                        bus.listen(Rooms.LIVE, this::live),
                        bus.listen(Users.PRESENCE, this::presence),
                        bus.listen(Users.ENDED, this::ended),
                        bus.listen(Files.CALLED, aliases::learn))
                .compose(listening -> bus.ask(Log.FIND, new Log.Find(RoomId.LOBBY)))
                .onSuccess(lobby -> lobbyHead = Math.max(lobbyHead, lobby.last()))
                .compose(lobby -> loadRoster(null));
    }

    /** How fast the clients of this address may be read together. */
    Pace paceOf(String address) {
        return paces.of(address);
    }

    private Future<Void> loadRoster(@Nullable UserName after) {
        return bus.ask(Users.LIST, new Users.ListOnline(after, PAGE)).compose(people -> {
            roster.load(people.people().stream().map(Users.Known::user).toList());
            if (people.people().size() < PAGE) {
                roster.loaded();
                return Future.succeededFuture();
            }
            return loadRoster(people.people().get(PAGE - 1).user().name());
        });
    }

    Vertx vertx() {
        return vertx;
    }

    Bus bus() {
        return bus;
    }

    Settings.Legacy settings() {
        return settings;
    }

    Settings.Limits limits() {
        return limits;
    }

    FlushTurn turn() {
        return turn;
    }

    LegacyFormat format() {
        return format;
    }

    /** The last sequence number of the lobby that was told here. */
    long lobbyHead() {
        return lobbyHead;
    }

    /** A newcomer's first reply, after which it belongs to those who are told everything. */
    void enter(LegacyConnection connection, SessionId session, Peer peer) {
        User user = peer.user();
        LegacyFormat.First first = format.first(user.name().value(), roster.names());
        peer.reply(first.frame());
        peer.listed(roster.version(), !first.whole());
        peers.put(user.id(), peer);
        sessions.put(session, connection);
    }

    void leave(SessionId session, Peer peer) {
        sessions.remove(session);
        peers.remove(peer.user().id());
    }

    private void live(Live live) {
        for (Item item : live.items()) {
            try (LazyFrames frames = new LazyFrames(() -> format.entry(item))) {
                if (item.room().kind() == Room.Kind.LOBBY) {
                    lobbyHead = Math.max(lobbyHead, item.entry().seq());
                    peers.values().forEach(peer -> peer.entry(item, frames));
                } else {
                    for (User member : item.room().members()) {
                        Peer peer = peers.get(member.id());
                        if (peer != null) {
                            peer.entry(item, frames);
                        }
                    }
                }
            }
        }
    }

    private void presence(Presence presence) {
        User user = presence.user();
        boolean joined = presence.online() && roster.add(user);
        boolean left = !presence.online() && roster.remove(user);
        if (joined || left) {
            String name = user.name().value();
            String text = name + (joined ? " has joined the chat." : " has left the chat.");
            try (LazyFrames frames = new LazyFrames(() -> format.notice(text))) {
                peers.forEach((id, peer) -> {
                    if (!id.equals(user.id())) {
                        peer.notice(name, text, frames.get());
                    }
                });
            }
            listChanged();
        }
    }

    private void ended(Ended ended) {
        LegacyConnection connection = sessions.get(ended.session());
        if (connection != null) {
            connection.end();
        }
    }

    private void listChanged() {
        if (listScheduled) {
            return;
        }
        listScheduled = true;
        long due = LIST_MS - (System.nanoTime() - listedAt) / 1_000_000;
        vertx.setTimer(Math.max(1, due), timer -> {
            listScheduled = false;
            listedAt = System.nanoTime();
            if (!peers.isEmpty()) {
                try (Frames frames = new Frames(userList())) {
                    peers.values().forEach(peer -> peer.list(roster.version(), frames));
                }
            }
        });
    }

    long listVersion() {
        return roster.version();
    }

    /** The frame of the whole list, made once for each state of it. */
    byte[] userList() {
        byte[] made = list;
        if (made == null || listOf != roster.version()) {
            made = format.userList(roster.names());
            list = made;
            listOf = roster.version();
        }
        return made;
    }

    void open(LegacyConnection connection) {
        connections.add(connection);
        connection.open();
    }

    void closed(LegacyConnection connection) {
        connections.remove(connection);
    }

    void sweep() {
        long now = System.nanoTime();
        List.copyOf(connections).forEach(connection -> connection.sweep(now));
    }

    /** What was read is answered, then everybody leaves; completes when the services know. */
    Future<?> close() {
        Promise<Void> lastMoment = Promise.promise();
        long timer = vertx.setTimer(ANSWERS_MS, late -> lastMoment.tryComplete());
        Future.join(List.copyOf(connections).stream()
                        .map(LegacyConnection::finish)
                        .toList())
                .onComplete(done -> lastMoment.tryComplete());
        return lastMoment.future().compose(done -> {
            vertx.cancelTimer(timer);
            return Future.join(
                    List.copyOf(connections).stream().map(LegacyConnection::end).toList());
        });
    }
}
