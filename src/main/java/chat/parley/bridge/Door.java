package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Live;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Ended;
import chat.parley.bus.Users.Presence;
import chat.parley.config.Settings;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.protocol.Notifications;
import chat.parley.protocol.Views.UserView;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the sessions of one event loop at a JSON-RPC door share: fan-out, who is logged in here, and the settings. */
public final class Door {
    /** How long a stop waits for the answers to what was taken: a commit under way is much shorter. */
    private static final long ANSWERS_MS = 5_000;

    final Vertx vertx;
    final Bus bus;
    final Settings settings;
    final String serverName;
    final Fanout fanout;
    final RoomViews rooms;
    final Readiness readiness;
    final PerAddress<Allowance> addresses;
    private final RoomNews news;
    final FileLinks links;
    final Supplier<FilesPlace> filesPlace;
    private final Presences presences;
    private boolean stopping;
    private final Set<Session> sessions = new HashSet<>();
    private final Map<UserId, List<Session>> byUser = new HashMap<>();

    /** Makes the door of one event loop: what its transport does not know of. */
    public interface Maker {
        Door make(Vertx vertx, Wire wire);
    }

    /**
     * @param serverName name and version, for {@code hello}
     * @param filesPlace where files are served, for clients that do not come through the web door
     */
    public Door(
            Vertx vertx,
            Settings settings,
            String serverName,
            Wire wire,
            FileLinks links,
            Supplier<FilesPlace> filesPlace) {
        this.vertx = vertx;
        this.bus = new Bus(vertx);
        this.settings = settings;
        this.serverName = serverName;
        this.presences = new Presences(vertx, wire, this::tellPresence);
        this.links = links;
        this.filesPlace = filesPlace;
        this.fanout = new Fanout(vertx, bus, wire);
        this.rooms = new RoomViews(bus);
        this.readiness = new Readiness(bus);
        this.addresses =
                new PerAddress<>(() -> new Allowance(settings.limits().messagesFromAddress(), System.nanoTime()));
        this.news = new RoomNews(bus, rooms, user -> byUser.getOrDefault(user, List.of()));
    }

    /**
     * A port as the instances of a door have to name it: Vert.x shares a negative one among the servers that name it,
     * where each would take a free port of its own for 0.
     *
     * @param free the negative number of this door
     */
    public static int sharedPort(int configured, int free) {
        return configured == 0 ? free : configured;
    }

    /** Listens to the services, and looks after silent connections. */
    public Future<?> open() {
        vertx.setPeriodic(settings.limits().idleTime().toMillis() / 4, timer -> sweep());
        return Future.all(
                bus.listen(Rooms.LIVE, this::live),
                bus.listen(Rooms.TYPING, fanout::typing),
                bus.listen(Rooms.MARKED, this::marked),
                bus.listen(Users.PRESENCE, this::personChanged),
                bus.listen(Users.ENDED, this::sessionEnded));
    }

    private void marked(Rooms.Marked marked) {
        news.marked(marked);
        fanout.reader(marked);
    }

    /**
     * A new connection; fails {@code TOO_MANY}, and then it is to be closed.
     *
     * @param spent milliseconds since the client came, which count as time to log in
     */
    public Future<Session> accept(Connection connection, long spent, Users.Through door) {
        if (stopping) {
            return Future.failedFuture(Failure.UNAVAILABLE.because("The server is stopping. Please come back soon."));
        }
        return bus.ask(Users.ARRIVE, new Users.Arrive(connection.id(), connection.address(), door))
                .map(arrived -> admit(connection, spent));
    }

    /** A new connection that counts already under its id. */
    public Session admit(Connection connection) {
        return admit(connection, 0);
    }

    private Session admit(Connection connection, long spent) {
        Session session = new Session(this, connection, spent);
        sessions.add(session);
        return session;
    }

    /** Tells everybody when to come back, answers what was taken from them, and closes. */
    public Future<Void> close(String reason, int retryAfterSeconds) {
        stopping = true;
        presences.close();
        byte[] notice = Notifications.stopping(reason, retryAfterSeconds);
        List<Future<Void>> answered = List.copyOf(sessions).stream()
                .map(session -> session.stop(notice))
                .toList();
        Promise<Void> lastMoment = Promise.promise();
        long timer = vertx.setTimer(ANSWERS_MS, late -> lastMoment.tryComplete());
        Future.join(answered).onComplete(done -> lastMoment.tryComplete());
        return lastMoment.future().onSuccess(done -> {
            vertx.cancelTimer(timer);
            List.copyOf(sessions).forEach(session -> session.connection().end(Connection.Ending.STOPPING));
        });
    }

    void loggedIn(Session session, User user) {
        byUser.computeIfAbsent(user.id(), unused -> new ArrayList<>(1)).add(session);
    }

    void closed(Session session) {
        if (!sessions.remove(session)) {
            return;
        }
        User user = session.user();
        if (user != null) {
            byUser.computeIfPresent(user.id(), (id, those) -> {
                those.remove(session);
                return those.isEmpty() ? null : those;
            });
        }
        bus.ask(Users.DEPART, new Users.Depart(session.connection().id()))
                .onFailure(e -> Session.log.warn("A closed connection still counts: {}", e.getMessage()));
    }

    private void live(Live live) {
        fanout.deliver(live);
        news.tell(live);
    }

    private void personChanged(Presence presence) {
        if (byUser.isEmpty()) {
            return;
        }
        // Somebody's role may be another now: what they say from here on is said as that.
        User now = presence.user();
        List<Session> theirs = byUser.getOrDefault(now.id(), List.of());
        boolean otherRole =
                theirs.stream().map(Session::user).anyMatch(before -> before != null && before.kind() != now.kind());
        theirs.forEach(session -> session.become(now));
        if (otherRole) {
            news.changed(now.id(), RoomId.LOBBY);
        }
        presences.add(
                Notifications.person(
                        UserView.of(presence.user(), presence.online(), presence.gone(), presence.profile())),
                sessions.size());
    }

    /** Presence is a hint: a peer with a full queue is told later to list the people again. */
    private void tellPresence(ByteBuf frames) {
        byUser.values().forEach(those -> those.forEach(session -> session.offerPresence(frames)));
    }

    private void sessionEnded(Ended ended) {
        for (Session session : List.copyOf(byUser.getOrDefault(ended.user(), List.of()))) {
            if (ended.session().equals(session.id())) {
                session.ended(ended.reason());
            }
        }
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Session session : List.copyOf(sessions)) {
            session.sweep(now);
        }
    }
}
