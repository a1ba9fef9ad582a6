package chat.parley.bridge;

import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Users;
import chat.parley.model.RoomId;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.protocol.Call;
import chat.parley.protocol.JsonRpc;
import chat.parley.protocol.Method;
import chat.parley.protocol.Notifications;
import chat.parley.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's conversation with the server, the same at every JSON-RPC door: where it stands (fresh, greeted, logged
 * in), what it follows, and how much it may still ask. Runs on its connection's event loop.
 */
public final class Session {
    static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final long LAST_WORDS_MS = 2_000;

    private final Door door;
    private final Connection connection;
    private final Handlers handlers;
    private final Map<RoomId, Fanout.Subscription> following = new HashMap<>(4);
    private final Allowance messages;
    private final Allowance ofAddress;
    private final Allowance signs;
    private final long loginTimer;
    private long heardAt = System.nanoTime();
    private String client = "";
    private int waiting;
    private boolean paused;
    private boolean closed;
    private boolean leaving;
    private boolean revoked;
    private boolean stopping;
    private boolean loginUnderWay;
    private boolean presenceMissed;
    private final Promise<Void> answered = Promise.promise();
    private Method.Stage stage = Method.Stage.ANY;
    private Users.@Nullable LoggedIn login;

    /** @param spent milliseconds of the time to log in that the transport has used already */
    Session(Door door, Connection connection, long spent) {
        this.door = door;
        this.connection = connection;
        this.handlers = new Handlers(door, this);
        this.messages = new Allowance(door.settings.limits().messagesPerSecond(), heardAt);
        this.ofAddress = door.addresses.of(connection.address());
        this.signs = new Allowance(door.settings.limits().messagesPerSecond(), heardAt);
        long left = door.settings.limits().loginTime().toMillis() - spent;
        this.loginTimer = door.vertx.setTimer(Math.max(1, left), timer -> connection.end(Connection.Ending.REFUSED));
    }

    Connection connection() {
        return connection;
    }

    @Nullable
    User user() {
        return login == null ? null : login.user();
    }

    @Nullable
    SessionId id() {
        return login == null ? null : login.session();
    }

    Method.Stage stage() {
        return stage;
    }

    /** One message from the client. Whatever is wrong with it is answered; nothing of it is lost silently. */
    public void receive(byte[] message) {
        if (revoked || stopping || closed) {
            return;
        }
        heard();
        Call call;
        try {
            call = JsonRpc.read(message);
        } catch (ProtocolException e) {
            answer(JsonRpc.error(e.id(), e.code(), e.sentence(), null));
            return;
        }
        waiting++;
        if (waiting >= door.settings.limits().requestsWaiting()) {
            pause();
        }
        handle(call).onComplete(done -> {
            if (done.succeeded()) {
                reply(JsonRpc.result(call.id(), done.result()));
            } else {
                FailureException failure = FailureException.of(done.cause());
                if (!(done.cause() instanceof FailureException)) {
                    log.error("{} failed", call.method().wireName(), done.cause());
                }
                reply(JsonRpc.error(
                        call.id(),
                        failure.failure().code(),
                        failure.sentence(),
                        failure.failure().name()));
            }
            if (call.method() == Method.LOGOUT && done.succeeded()) {
                unfollow();
                connection.end(Connection.Ending.DONE);
            }
        });
    }

    private Future<?> handle(Call call) {
        Method.Stage needed = call.method().stage();
        if (needed.compareTo(stage) > 0) {
            return Future.failedFuture(Failure.NOT_LOGGED_IN.because(
                    needed == Method.Stage.GREETED
                            ? "Say hello first: " + call.method().wireName() + " comes after hello."
                            : "Log in first: " + call.method().wireName() + " needs a user."));
        }
        try {
            return handlers.handle(call.command());
        } catch (FailureException e) {
            return Future.failedFuture(e);
        }
    }

    private void reply(byte[] message) {
        waiting--;
        if (closed || revoked) {
            return;
        }
        answer(message);
    }

    private void answer(byte[] message) {
        connection.send(message);
        if (stopping && waiting == 0) {
            answered.tryComplete();
        }
        // A client that does not read its replies is not read either.
        if (connection.isFull()) {
            pause();
        } else {
            readOn();
        }
    }

    private void readOn() {
        if (waiting < door.settings.limits().requestsWaiting()) {
            resume();
        }
    }

    private void pause() {
        if (!paused) {
            paused = true;
            connection.pause();
        }
    }

    private void resume() {
        if (paused) {
            paused = false;
            connection.resume();
        }
    }

    /** What the client called itself in its hello. */
    String client() {
        return client;
    }

    void greeted(@Nullable String clientName) {
        client = clientName == null ? "" : clientName;
        if (stage == Method.Stage.ANY) {
            stage = Method.Stage.GREETED;
        }
    }

    boolean loginUnderWay() {
        return loginUnderWay;
    }

    /** Takes whoever comes in as this session's user, unless the connection closed meanwhile. */
    Future<Users.LoggedIn> loggingIn(Future<Users.LoggedIn> entering) {
        loginUnderWay = true;
        return entering.onComplete(done -> loginUnderWay = false).onSuccess(entered -> {
            if (closed) {
                detach(entered, false);
                return;
            }
            login = entered;
            stage = Method.Stage.LOGGED_IN;
            door.vertx.cancelTimer(loginTimer);
            connection.loggedIn();
            door.loggedIn(this, entered.user());
        });
    }

    Future<?> leave(Users.LoggedIn leaver) {
        leaving = true;
        return detach(leaver, true);
    }

    private Future<?> detach(Users.LoggedIn loggedIn, boolean forGood) {
        return door.bus
                .ask(Users.DETACH, new Users.Detach(loggedIn.session(), connection.id(), forGood))
                .onFailure(e -> log.warn("Leaving was not noticed: {}", e.getMessage()));
    }

    /** Who is logged in; asked only by commands that need it. */
    Users.LoggedIn login() {
        if (login == null) {
            throw Failure.NOT_LOGGED_IN.because("Log in first.");
        }
        return login;
    }

    void follow(RoomId room, long from) {
        if (closed || revoked) {
            return;
        }
        Fanout.Subscription before = following.remove(room);
        if (before != null) {
            door.fanout.unfollow(before);
        }
        following.put(room, door.fanout.follow(connection, login().user().id(), room, from));
    }

    /** A room is this user's no more. */
    void forget(RoomId room) {
        Fanout.Subscription subscription = following.remove(room);
        if (subscription != null) {
            door.fanout.unfollow(subscription);
        }
    }

    void spendMessage() {
        long now = System.nanoTime();
        if (!messages.take(now)) {
            throw Failure.RATE_LIMITED.because("Too many messages: "
                    + door.settings.limits().messagesPerSecond() + " a second are allowed. Please wait a moment.");
        }
        if (!ofAddress.take(now)) {
            throw Failure.RATE_LIMITED.because("Too many messages from your address: "
                    + door.settings.limits().messagesFromAddress() + " a second are allowed. Please wait a moment.");
        }
    }

    /** Reading on, typing, searching: what is asked often, and stores nothing that others read. */
    void spendSign() {
        if (!signs.take(System.nanoTime())) {
            throw Failure.RATE_LIMITED.because("Too many requests: "
                    + door.settings.limits().messagesPerSecond() + " a second are allowed. Please wait a moment.");
        }
    }

    void offerPresence(ByteBuf frame) {
        if (revoked) {
            return;
        }
        if (!connection.offer(frame)) {
            presenceMissed = true;
        }
    }

    /** There is room in the connection's queue again. */
    public void drained() {
        for (Fanout.Subscription subscription : following.values()) {
            door.fanout.catchUp(subscription);
        }
        if (presenceMissed) {
            presenceMissed = false;
            connection.send(Notifications.peopleStale());
        }
        readOn();
    }

    /** Takes nothing more: what comes is dropped, to be sent again. Completes when everything that was taken is answered. */
    Future<Void> stop(byte[] notice) {
        stopping = true;
        resume();
        connection.send(notice);
        if (waiting == 0) {
            answered.tryComplete();
        }
        return answered.future();
    }

    /** A sign of life that is no message, such as a pong. */
    public void heard() {
        heardAt = System.nanoTime();
    }

    void sweep(long now) {
        long idleNanos = door.settings.limits().idleTime().toNanos();
        if (now - heardAt > idleNanos) {
            log.debug(
                    "Closing a connection that was silent for {}",
                    door.settings.limits().idleTime());
            connection.abort();
        } else if (now - heardAt > idleNanos / 2) {
            connection.probe();
        }
    }

    /** Somebody's role changed. */
    void become(User changed) {
        if (login != null) {
            login = login.as(changed);
        }
    }

    /** The session was revoked: nothing more is taken or delivered, whether or not the client lets go of the socket. */
    void ended(String reason) {
        if (leaving || closed || revoked) {
            return;
        }
        revoked = true;
        unfollow();
        connection.send(Notifications.ended(reason));
        connection.end(Connection.Ending.REFUSED);
        door.vertx.setTimer(LAST_WORDS_MS, timer -> connection.abort());
    }

    private void unfollow() {
        following.values().forEach(door.fanout::unfollow);
        following.clear();
    }

    /** The connection is closed, whoever closed it. */
    public void closed() {
        if (closed) {
            return;
        }
        closed = true;
        resume(); // what waits undelivered is taken, to be let go
        answered.tryComplete();
        door.vertx.cancelTimer(loginTimer);
        unfollow();
        door.closed(this);
        if (login != null && !leaving && !revoked) {
            detach(login, false);
        }
    }
}
