package chat.parley.check;

import chat.parley.bus.Bus;
import chat.parley.bus.EncodeOnce;
import chat.parley.bus.FailureException;
import chat.parley.bus.Log;
import chat.parley.bus.Request;
import chat.parley.bus.Rooms;
import chat.parley.bus.Users;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.protocol.Notifications;
import chat.parley.support.PlainFernet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** What breaks a server: interceptors on its bus that change, hold back or drop what its parts say. */
final class Sabotage {
    private static final DeliveryOptions RECORD = new DeliveryOptions().setCodecName("parley.record");
    private static final long LATE_MS = 1_000;
    private static final int SKIPPED = 7;

    private final Vertx vertx;
    private final Bus bus;

    /** Questions of our own, which pass. */
    private final Set<Object> ours = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    private Sabotage(Vertx vertx) {
        this.vertx = vertx;
        this.bus = new Bus(vertx);
    }

    static void of(Broken broken, Vertx vertx, Path data) {
        Sabotage sabotage = new Sabotage(vertx);
        switch (broken) {
            case NONE -> {}
            case EARLY_ACK -> sabotage.acknowledgeEarly();
            case FORGETFUL -> sabotage.forget(data);
            case STILL_HERE, UNDEAD -> sabotage.keepSessions();
            case STILL_IN -> sabotage.keepMembers();
            case HEIR -> sabotage.mistakeHeirs();
            case SKIPPING -> sabotage.skip();
        }
    }

    /** Answers with numbers of its own making; the journal hears of it a second later. */
    private void acknowledgeEarly() {
        Map<RoomId, Long> heads = new HashMap<>();
        replace(Log.APPEND, append -> {
            Future<?> known = Future.succeededFuture();
            for (Log.Draft draft : append.drafts()) {
                known = known.compose(before -> heads.containsKey(draft.room())
                        ? Future.succeededFuture()
                        : bus.ask(Log.FIND, new Log.Find(draft.room()))
                                .onSuccess(room -> heads.put(draft.room(), room.last())));
            }
            return known.map(ready -> {
                List<Log.Outcome> outcomes = new ArrayList<>();
                for (Log.Draft draft : append.drafts()) {
                    long seq = heads.merge(draft.room(), 1L, Long::sum);
                    Entry entry = new Entry(
                            draft.room(), seq, System.currentTimeMillis(), draft.sender(), draft.id(), draft.content());
                    outcomes.add(new Log.Outcome(entry, true, null));
                }
                vertx.setTimer(LATE_MS, timer -> ask(Log.APPEND, new Log.Append(append.drafts())));
                return new Log.Appended(outcomes);
            });
        });
    }

    /** An id that was stored before this process began is taken for a new one. */
    private void forget(Path data) {
        Set<String> forgotten = ids(data.resolve("journal.db"));
        Map<MessageId, MessageId> renamed = new ConcurrentHashMap<>();
        replace(Log.APPEND, append -> {
            List<Log.Draft> drafts = append.drafts().stream()
                    .map(draft -> {
                        MessageId id = forgotten.contains(draft.id().value())
                                ? renamed.computeIfAbsent(draft.id(), old -> MessageId.at(System.currentTimeMillis()))
                                : draft.id();
                        return new Log.Draft(draft.room(), draft.sender(), id, draft.content());
                    })
                    .toList();
            return ask(Log.APPEND, new Log.Append(drafts));
        });
    }

    private static Set<String> ids(Path journal) {
        Set<String> ids = new HashSet<>();
        if (!Files.exists(journal)) {
            return ids;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT client_id FROM entries")) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
            return ids;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The doors never hear that a session ended. */
    private void keepSessions() {
        vertx.eventBus().addInboundInterceptor((DeliveryContext<Object> context) -> {
            if (!(context.message().body() instanceof Users.Ended)) {
                context.next();
            }
        });
    }

    /** The doors are told of a removal as of something that removes nobody; clients see what it is. */
    private void keepMembers() {
        vertx.eventBus().addOutboundInterceptor((DeliveryContext<Object> context) -> {
            if (context.message().body() instanceof Rooms.Live live
                    && live.items().stream().anyMatch(Sabotage::removes)) {
                bus.publish(
                        Rooms.LIVE,
                        new Rooms.Live(live.items().stream()
                                .map(item -> removes(item) ? harmless(item) : item)
                                .toList()));
            } else {
                context.next();
            }
        });
    }

    private static boolean removes(Rooms.Item item) {
        return item.entry().content() instanceof Content.Member member && member.ends();
    }

    private static Rooms.Item harmless(Rooms.Item item) {
        Entry entry = item.entry();
        byte[] shown = Notifications.entry(entry);
        User user = ((Content.Member) entry.content()).user();
        Content nothing = new Content.Member(user, Content.Change.UNBANNED, null);
        Entry other = new Entry(entry.room(), entry.seq(), entry.time(), entry.sender(), entry.id(), nothing);
        EncodeOnce encoded = new EncodeOnce();
        byte[] unused = encoded.as("json", () -> shown);
        return new Rooms.Item(item.room(), other, encoded);
    }

    /** Who asks to read a room is taken for any of their name. */
    private void mistakeHeirs() {
        Map<UserId, String> names = new HashMap<>();
        vertx.eventBus().addOutboundInterceptor((DeliveryContext<Object> context) -> {
            if (context.message().body() instanceof Users.Presence presence) {
                synchronized (names) {
                    names.put(presence.user().id(), presence.user().name().value());
                }
            }
            context.next();
        });
        replace(
                Rooms.ADMIT,
                admission -> asAny(
                        names,
                        admission.user(),
                        user -> ask(Rooms.ADMIT, new Rooms.Admission(user, admission.room()))));
        replace(
                Log.READ,
                read -> read.reader() == null
                        ? ask(Log.READ, read)
                        : asAny(
                                names,
                                read.reader(),
                                user -> ask(
                                        Log.READ,
                                        new Log.Read(read.room(), user, read.after(), read.before(), read.limit()))));
    }

    /** What the user is answered or else, in turn, those who have the same name. */
    private static <A> Future<A> asAny(Map<UserId, String> names, UserId user, Function<UserId, Future<A>> question) {
        Future<A> answer = question.apply(user);
        List<UserId> namesakes;
        synchronized (names) {
            String name = names.get(user);
            namesakes = names.keySet().stream()
                    .filter(id -> names.get(id).equals(name))
                    .toList();
        }
        for (UserId namesake : namesakes) {
            answer = answer.recover(refused -> question.apply(namesake));
        }
        return answer;
    }

    /** Every seventh entry goes to the doors as something that clients have no use for. */
    private void skip() {
        byte[] nothing = "{\"jsonrpc\":\"2.0\",\"method\":\"people\",\"params\":{}}".getBytes(StandardCharsets.UTF_8);
        byte[] token = new PlainFernet(PlainFernet.KEY)
                .encrypt("{\"type\":\"system\",\"sender\":\"server\",\"message\":\"\"}"
                        .getBytes(StandardCharsets.UTF_8));
        byte[] frame = ByteBuffer.allocate(4 + token.length)
                .putInt(token.length)
                .put(token)
                .array();
        vertx.eventBus().addOutboundInterceptor((DeliveryContext<Object> context) -> {
            if (context.message().body() instanceof Rooms.Live live) {
                live.items().stream()
                        .filter(item -> item.entry().seq() % SKIPPED == 0)
                        .forEach(item -> {
                            item.encoded().as("json", () -> nothing);
                            item.encoded().as("legacy", () -> frame);
                        });
            }
            context.next();
        });
    }

    private <Q extends Record, A extends Record> Future<A> ask(Request<Q, A> request, Q question) {
        ours.add(question);
        return bus.ask(request, question).onComplete(done -> ours.remove(question));
    }

    /** Answers in place of whoever is asked. */
    private <Q extends Record, A extends Record> void replace(Request<Q, A> request, Function<Q, Future<A>> answer) {
        vertx.eventBus().addInboundInterceptor((DeliveryContext<Object> context) -> {
            Message<Object> message = context.message();
            Object question = message.body();
            if (!request.question().isInstance(question) || ours.contains(question) || !message.isSend()) {
                context.next();
                return;
            }
            answer.apply(request.question().cast(question)).onComplete(done -> {
                if (done.succeeded()) {
                    message.reply(done.result(), RECORD);
                } else {
                    FailureException failure = FailureException.of(done.cause());
                    message.fail(failure.failure().code(), failure.sentence());
                }
            });
        });
    }
}
