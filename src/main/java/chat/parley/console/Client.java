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
     * @param name as a guest of this name, when there is no token or it is void
     * @param token of an earlier log-in
     * @param backlog how many earlier entries of each room to begin with; none: rooms are followed when asked to
     * @param once whether the first attempt to connect is the last
     */
    public record Options(
            Address address, Optional<String> name, Optional<String> token, Optional<Integer> backlog, boolean once) {}

    private final Options options;
    private final KnownServers known;
    private final Listener listener;
    private final Loop loop = new Loop();
    private final Backoff backoff;
    private final Outbox outbox;
    private final Sequencer order = new Sequencer();
    private final Map<String, RoomInfo> rooms = new HashMap<>();
    private Optional<String> name;
    private Optional<String> token;
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
        this.name = options.name();
        this.token = options.token();
        this.outbox = new Outbox(loop, listener);
    }

    public Client start() {
        loop.execute(this::connect);
        return this;
    }

    /** Comes in under another name, after a log-in was refused. */
    public void startAs(String guest) {
        loop.execute(() -> {
            if (wire == null) {
                name = Optional.of(guest);
                token = Optional.empty();
                over = false;
                connect();
            }
        });
    }

    /** Sends it until the server has answered; see {@link Outgoing#stored}. */
    public Outgoing send(String room, String text, List<String> files) {
        Outgoing message = new Outgoing(room, text, files);
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

    private void connect() {
        if (over) {
            return;
        }
        Thread dial = new Thread(
                () -> {
                    try {
                        Socket socket = Dial.open(options.address(), known);
                        loop.execute(() -> greet(socket));
                    } catch (UntrustedException e) {
                        loop.execute(() -> end(Listener.End.UNTRUSTED, String.valueOf(e.getMessage())));
                    } catch (IOException e) {
                        loop.execute(() -> unreachable("cannot reach " + options.address() + ": " + e.getMessage()));
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
        loop.later(delay, this::connect);
    }

    private void greet(Socket socket) {
        try {
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
        ObjectNode how = token.isPresent()
                ? Json.object().put("token", token.get())
                : Json.object().put("guest", name.orElse(""));
        boolean renewed = everOnline && token.isEmpty();
        answered(
                connection,
                connection.call("login", how),
                login -> loggedIn(connection, Welcome.of(greeting, login), renewed),
                refusal -> {
                    if (refusal.failure().equals("BAD_TOKEN") && token.isPresent() && name.isPresent()) {
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
        if (name.isPresent()) {
            name = Optional.of(welcome.me().name());
        }
        rooms.clear();
        welcome.rooms().forEach(room -> rooms.put(room.id(), room));
        online = connection;
        listener.online(welcome, renewed);
        options.backlog()
                .ifPresent(backlog -> welcome.rooms()
                        .forEach(room -> order.asked(
                                room.id(), Math.max(room.firstSequence() - 1, room.lastSequence() - backlog))));
        resume(rooms.keySet().stream().filter(order::knows).toList());
        outbox.online(connection, renewed);
        Duration pause = Duration.ofSeconds(Math.max(1, Math.min(30, welcome.idleSeconds() / 3)));
        loop.later(pause, () -> ping(connection, pause));
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
                if (options.backlog().isPresent() && !order.knows(room.id())) {
                    order.asked(room.id(), room.firstSequence() - 1);
                    resume(List.of(room.id()));
                }
            }
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
