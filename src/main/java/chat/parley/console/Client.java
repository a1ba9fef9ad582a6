package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A user at a server: logs in, follows rooms without loss or repetition, sends until it is answered, and comes back by
 * itself. Its state lives on one thread, from which the listener is called.
 */
public final class Client implements AutoCloseable {
    /**
     * Where to and as whom.
     *
     * @param login how to come in when there is no token or it is void
     * @param token of an earlier log-in
     * @param backlog how many earlier entries of each room to begin with; none: rooms are followed when asked to
     * @param once whether the first attempt to connect is the last
     */
    public record Options(
            Address address, Optional<Login> login, Optional<String> token, Optional<Integer> backlog, boolean once) {}

    private final Options options;
    private final KnownServers known;
    private final Listener listener;
    private final Loop loop = new Loop();
    private final Backoff backoff;
    private final Outbox outbox;
    private final Sequencer order = new Sequencer();
    private final Map<String, RoomInfo> rooms = new HashMap<>();
    private Optional<Login> login;
    private Optional<String> token;
    private int attempt;
    private boolean guest;
    private @Nullable Wire wire;
    private @Nullable Duration told;
    private String toldWhy = "";
    private volatile @Nullable Wire online;
    private boolean everOnline;
    private boolean over;

    public Client(Options options, KnownServers known, Listener listener) {
        this(
                options,
                known,
                listener,
                new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30), RandomGenerator.getDefault()));
    }

    Client(Options options, KnownServers known, Listener listener, Backoff backoff) {
        this.options = options;
        this.known = known;
        this.listener = listener;
        this.backoff = backoff;
        this.login = options.login();
        this.token = options.token();
        this.outbox = new Outbox(loop, listener);
    }

    public Client start() {
        loop.execute(this::connect);
        return this;
    }

    /** Comes in as somebody else, or after a refusal. A guest who is here leaves the name free first. */
    public void startAs(Login other) {
        loop.execute(() -> {
            Wire before = wire;
            CompletableFuture<?> left = before != null && guest && online != null
                    ? before.call("logout", Json.object()).handle((done, failure) -> "")
                    : CompletableFuture.completedFuture("");
            forget();
            login = Optional.of(other);
            over = false;
            everOnline = false;
            CompletableFuture<?> unused = left.thenRunAsync(
                    () -> {
                        if (before != null) {
                            before.close();
                        }
                        connect();
                    },
                    loop);
        });
    }

    /** Nothing is left of whoever was here. */
    private void forget() {
        attempt++;
        wire = null;
        online = null;
        token = Optional.empty();
        rooms.clear();
        order.clear();
        outbox.clear();
    }

    /** Ends the session for good: its token is void, and nobody comes in again by himself. */
    public CompletableFuture<?> leave() {
        return logout().thenRunAsync(
                        () -> {
                            end(Listener.End.ENDED, "You are logged out.");
                            forget();
                            login = Optional.empty();
                        },
                        loop);
    }

    /** Sends it until the server has answered; see {@link Outgoing#stored}. */
    public Outgoing send(String room, String text, List<String> files) {
        return send(room, text, files, Optional.empty());
    }

    /** The same as an answer to the message of that number. */
    public Outgoing send(String room, String text, List<String> files, Optional<Long> replyTo) {
        Outgoing message = new Outgoing(room, text, files, replyTo);
        loop.execute(() -> outbox.add(message));
        return message;
    }

    /** A call of the protocol; fails at once when there is no connection. */
    public CompletableFuture<JsonNode> call(String method, JsonNode params) {
        Wire now = online;
        return now == null
                ? CompletableFuture.failedFuture(new CallException("", "There is no connection just now."))
                : now.call(method, params);
    }

    /** From now on this room's entries after that number come, over every reconnect. */
    public void follow(String room, long after) {
        loop.execute(() -> {
            order.asked(room, after);
            resume(List.of(room));
        });
    }

    /** A room that a call of ours answered with: as if the server had told of it. */
    public void entered(JsonNode room) {
        loop.execute(() -> notified("room", room));
    }

    private void connect() {
        if (over) {
            return;
        }
        int now = ++attempt;
        Thread dial = new Thread(
                () -> {
                    try {
                        Socket socket = Dial.open(options.address(), known);
                        loop.execute(() -> greet(socket, now));
                    } catch (UntrustedException e) {
                        loop.execute(() -> end(Listener.End.UNTRUSTED, String.valueOf(e.getMessage())));
                    } catch (IOException e) {
                        loop.execute(() -> {
                            if (now == attempt) {
                                unreachable("cannot reach " + options.address() + ": " + e.getMessage());
                            }
                        });
                    }
                },
                "parley-dial");
        dial.setDaemon(true);
        dial.start();
    }

    private void unreachable(String why) {
        if (options.once() && !everOnline) {
            end(Listener.End.UNREACHABLE, "It " + why);
        } else {
            retry(why);
        }
    }

    private void retry(String why) {
        if (over) {
            return;
        }
        Duration delay = told == null ? backoff.next() : backoff.after(told);
        told = null;
        listener.offline(why, delay);
        int now = attempt;
        loop.later(delay, () -> {
            if (now == attempt) {
                connect();
            }
        });
    }

    private void greet(Socket socket, int now) {
        try {
            if (now != attempt) {
                socket.close();
                return;
            }
            Wire connection = new Wire(socket, new OnLoop());
            wire = connection;
            connection.start();
            ObjectNode hello = Json.object().put("protocol", 1).put("client", "parley-console/1");
            answered(
                    connection,
                    connection.call("hello", hello),
                    greeting -> logIn(connection, greeting),
                    this::refused);
        } catch (IOException e) {
            unreachable(String.valueOf(e.getMessage()));
        }
    }

    private void logIn(Wire connection, JsonNode greeting) {
        boolean renewed = everOnline && token.isEmpty() && login.orElse(null) instanceof Login.Guest;
        CompletableFuture<JsonNode> answer;
        if (token.isPresent()) {
            answer = connection.call("login", Json.object().put("token", token.get()));
        } else if (login.isPresent()) {
            answer = connection.call(login.get().method(), login.get().params());
        } else {
            end(Listener.End.REFUSED, "There is no session any more.");
            return;
        }
        answered(connection, answer, result -> loggedIn(connection, Welcome.of(greeting, result), renewed), refusal -> {
            if (refusal.failure().equals("BAD_TOKEN") && token.isPresent() && login.isPresent()) {
                token = Optional.empty();
                logIn(connection, greeting);
            } else {
                refused(refusal);
            }
        });
    }

    private void refused(CallException refusal) {
        Wire connection = wire;
        switch (refusal.failure()) {
            case "RATE_LIMITED", "TOO_MANY", "UNAVAILABLE" -> {
                if (connection != null) {
                    connection.close();
                }
            }
            default -> end(Listener.End.REFUSED, refusal.sentence());
        }
    }

    private void loggedIn(Wire connection, Welcome welcome, boolean renewed) {
        everOnline = true;
        backoff.reset();
        token = Optional.of(welcome.token());
        login = login.flatMap(how -> how.again(welcome.me().name()));
        guest = welcome.me().kind().equals("guest");
        rooms.clear();
        welcome.rooms().forEach(room -> rooms.put(room.id(), room));
        online = connection;
        listener.online(welcome, renewed);
        order.retain(rooms.keySet());
        List<RoomInfo> joined =
                welcome.rooms().stream().filter(room -> !room.isInvitation()).toList();
        joined.forEach(this::begin);
        resume(joined.stream().map(RoomInfo::id).filter(order::knows).toList());
        outbox.online(connection, renewed);
        Duration pause = Duration.ofSeconds(Math.max(1, Math.min(30, welcome.idleSeconds() / 3)));
        loop.later(pause, () -> ping(connection, pause));
    }

    private void begin(RoomInfo room) {
        options.backlog()
                .ifPresent(backlog ->
                        order.asked(room.id(), Math.max(room.firstSequence() - 1, room.lastSequence() - backlog)));
    }

    private void ping(Wire connection, Duration pause) {
        if (connection.equals(wire)) {
            CompletableFuture<?> unused = connection.call("ping", Json.object()).whenComplete((pong, failure) -> {
                if (failure != null) {
                    connection.close();
                }
            });
            loop.later(pause, () -> ping(connection, pause));
        }
    }

    private void resume(List<String> which) {
        Wire connection = online;
        if (connection == null || which.isEmpty()) {
            return;
        }
        ObjectNode params = Json.object();
        ObjectNode from = params.putObject("rooms");
        for (String room : which) {
            order.asked(room, order.last(room));
            from.put(room, order.last(room));
        }
        answered(
                connection,
                connection.call("rooms.resume", params),
                result -> result.path("rooms")
                        .fields()
                        .forEachRemaining(each -> deliver(
                                each.getKey(),
                                order.answered(
                                        each.getKey(),
                                        each.getValue().path("from").asLong()))),
                refusal -> connection.close());
    }

    private void deliver(String room, Sequencer.Verdict verdict) {
        verdict.deliver().forEach(listener::entry);
        if (verdict.gap()) {
            resume(List.of(room));
        }
    }

    private void notified(String method, JsonNode params) {
        switch (method) {
            case "entry" -> {
                Said entry = Said.of(params);
                deliver(entry.room(), order.offer(entry));
            }
            case "room" -> {
                RoomInfo room = RoomInfo.of(params);
                rooms.put(room.id(), room);
                listener.room(room);
                if (options.backlog().isPresent() && !room.isInvitation() && !order.knows(room.id())) {
                    begin(room);
                    resume(List.of(room.id()));
                }
            }
            case "left" -> {
                String room = params.path("room").asText();
                rooms.remove(room);
                order.retain(rooms.keySet());
                listener.left(room, params);
            }
            case "read" ->
                listener.read(
                        params.path("room").asText(),
                        params.path("unread").asInt(),
                        params.path("mentions").asInt());
            case "typing" ->
                listener.typing(
                        params.path("room").asText(),
                        Person.of(params.path("user")),
                        params.path("on").asBoolean());
            case "person" -> listener.person(Person.of(params));
            case "people" -> listener.peopleStale();
            case "stopping" -> {
                told = Duration.ofSeconds(Math.max(
                        0, Math.min(600, params.path("retryAfterSeconds").asInt())));
                toldWhy = Clean.line(params.path("reason").asText()).replaceFirst("[.]$", "");
            }
            case "ended" ->
                end(Listener.End.ENDED, Clean.line(params.path("reason").asText()));
            default -> {}
        }
    }

    private void end(Listener.End how, String sentence) {
        if (over) {
            return;
        }
        over = true;
        Wire connection = wire;
        wire = null;
        online = null;
        outbox.offline();
        if (connection != null) {
            connection.close();
        }
        listener.over(how, sentence);
    }

    /** Goes on with an answer on the client's thread, if that connection is still ours; a lost one is told elsewhere. */
    private void answered(
            Wire connection,
            CompletableFuture<JsonNode> answer,
            Consumer<JsonNode> well,
            Consumer<CallException> refused) {
        CompletableFuture<?> unused = answer.whenCompleteAsync(
                (result, failure) -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    if (!connection.equals(wire)) {
                        return;
                    }
                    if (cause == null) {
                        well.accept(result);
                    } else if (cause instanceof CallException refusal) {
                        refused.accept(refusal);
                    } else {
                        connection.close();
                    }
                },
                loop);
    }

    /** Ends the session at the server: its token is void, a guest's name is free. */
    public CompletableFuture<JsonNode> logout() {
        return call("logout", Json.object());
    }

    @Override
    public void close() {
        loop.close(() -> {
            over = true;
            Wire connection = wire;
            wire = null;
            online = null;
            if (connection != null) {
                connection.close();
            }
        });
    }

    private void lost(Wire connection, String why) {
        if (connection.equals(wire)) {
            wire = null;
            online = null;
            outbox.offline();
            retry(told == null ? "connection lost (" + why + ")" : toldWhy);
        }
    }

    /** Hands over to the client's thread and waits for it: what is not worked off is not read either. */
    private final class OnLoop implements Wire.Receiver {
        @Override
        public void notified(String method, JsonNode params) {
            loop.await(() -> Client.this.notified(method, params));
        }

        @Override
        public void closed(Wire connection, String why) {
            loop.execute(() -> lost(connection, why));
        }
    }
}
