package chat.parley.log;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Health;
import chat.parley.bus.Log;
import chat.parley.bus.Log.Append;
import chat.parley.bus.Log.Appended;
import chat.parley.bus.Log.Attached;
import chat.parley.bus.Log.AttachedTo;
import chat.parley.bus.Log.Create;
import chat.parley.bus.Log.Created;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Find;
import chat.parley.bus.Log.FindPublic;
import chat.parley.bus.Log.ListMembers;
import chat.parley.bus.Log.Load;
import chat.parley.bus.Log.Loaded;
import chat.parley.bus.Log.Members;
import chat.parley.bus.Log.Of;
import chat.parley.bus.Log.Outcome;
import chat.parley.bus.Log.Page;
import chat.parley.bus.Log.Pair;
import chat.parley.bus.Log.PublicRooms;
import chat.parley.bus.Log.Read;
import chat.parley.bus.Log.Views;
import chat.parley.bus.Rooms.View;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable journal. Whatever arrives while a commit is under way shares the next one (group commit); an append is
 * answered when its commit returned. Reading has connections of its own and goes on when writing fails.
 */
public final class MessageLogVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(MessageLogVerticle.class);
    private static final int READERS = 2;

    private final Database database;
    private final JournalWriter writer;
    private final Queue<JournalReader> idleReaders = new ConcurrentLinkedQueue<>();
    private final List<JournalReader> readers = new ArrayList<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean committing;
    private boolean failing;
    private WorkerExecutor writing;
    private WorkerExecutor reading;

    private record Waiting(Append append, Promise<Appended> promise) {}

    /** @param data the folder of {@code journal.db} */
    @SuppressWarnings("NullAway.Init") // the executors exist from start() on
    public MessageLogVerticle(Path data) {
        this.database = new Database(data.resolve("journal.db"));
        this.writer = new JournalWriter(database);
    }

    @Override
    public Future<?> start() {
        Bus bus = new Bus(vertx);
        writing = vertx.createSharedWorkerExecutor("parley-journal-write-" + deploymentID(), 1);
        reading = vertx.createSharedWorkerExecutor("parley-journal-read-" + deploymentID(), READERS);
        return writing.executeBlocking(this::open)
                .compose(opened -> Future.all(List.of(
                        bus.answer(Health.JOURNAL, this::check),
                        bus.answer(Log.APPEND, this::append),
                        bus.answer(Log.READ, this::read),
                        bus.answer(Log.FIND, this::find),
                        bus.answer(Log.ROOMS_OF, this::roomsOf),
                        bus.answer(Log.LOAD, this::load),
                        bus.answer(Log.MEMBERS, this::members),
                        bus.answer(Log.PUBLIC, this::publicRooms),
                        bus.answer(Log.CREATE, this::create),
                        bus.answer(Log.CREATE_DIRECT, this::createDirect),
                        bus.answer(Log.ATTACHED, this::attached))));
    }

    private Future<Done> check(Health.Check check) {
        return writing.executeBlocking(() -> {
            writer.check();
            return Done.DONE;
        });
    }

    private boolean open() throws SQLException {
        database.migrate();
        for (int i = 0; i < READERS; i++) {
            readers.add(new JournalReader(database));
        }
        return idleReaders.addAll(readers);
    }

    @Override
    public Future<?> stop() {
        return writing.executeBlocking(this::close).eventually(() -> Future.all(writing.close(), reading.close()));
    }

    private boolean close() throws SQLException {
        for (JournalReader reader : readers) {
            reader.close();
        }
        writer.close();
        return true;
    }

    private Future<Appended> append(Append append) {
        Promise<Appended> promise = Promise.promise();
        waiting.add(new Waiting(append, promise));
        if (!committing) {
            commit();
        }
        return promise.future();
    }

    private void commit() {
        List<Waiting> batch = List.copyOf(waiting);
        waiting.clear();
        List<Draft> drafts = new ArrayList<>();
        batch.forEach(each -> drafts.addAll(each.append().drafts()));
        committing = true;
        writing.executeBlocking(() -> writer.append(drafts, System.currentTimeMillis()))
                .onComplete(done -> {
                    committing = false;
                    if (done.succeeded()) {
                        recovered();
                        answer(batch, done.result());
                    } else {
                        Throwable failure = failed(done.cause());
                        batch.forEach(each -> each.promise().fail(failure));
                    }
                    if (!waiting.isEmpty()) {
                        commit();
                    }
                });
    }

    private static void answer(List<Waiting> batch, List<Outcome> outcomes) {
        int at = 0;
        for (Waiting each : batch) {
            int count = each.append().drafts().size();
            each.promise().complete(new Appended(outcomes.subList(at, at + count)));
            at += count;
        }
    }

    /** Says once that writing fails, and once that it works again. */
    private Throwable failed(Throwable cause) {
        if (!(cause instanceof SQLException sql)) {
            return cause;
        }
        if (!failing) {
            failing = true;
            log.error("The journal cannot write; new messages are refused until it can: {}", sql.getMessage());
        }
        return StorageFailures.of(sql);
    }

    private void recovered() {
        if (failing) {
            failing = false;
            log.info("The journal can write again");
        }
    }

    private Future<Created> create(Create create) {
        return writing(() -> writer.create(create, System.currentTimeMillis()));
    }

    private Future<View> createDirect(Pair pair) {
        return writing(() -> writer.createDirect(pair, System.currentTimeMillis()))
                .compose(room -> find(new Find(room, pair.one().id(), false)));
    }

    private <T> Future<T> writing(Callable<T> work) {
        return writing.executeBlocking(work)
                .recover(e -> Future.failedFuture(e instanceof FailureException ? e : failed(e)));
    }

    private Future<Page> read(Read read) {
        return reading(reader -> known(reader.read(read)));
    }

    private Future<View> find(Find find) {
        return reading(reader -> known(reader.rooms().find(find.room(), find.reader(), find.invited())));
    }

    private Future<Views> roomsOf(Of of) {
        return reading(reader -> new Views(reader.rooms().roomsOf(of.user())));
    }

    private Future<Loaded> load(Load load) {
        return reading(reader -> known(reader.rooms().load(load.room(), System.currentTimeMillis())));
    }

    private Future<Members> members(ListMembers list) {
        return reading(reader -> known(reader.rooms().members(list, System.currentTimeMillis())));
    }

    private Future<PublicRooms> publicRooms(FindPublic find) {
        return reading(reader -> new PublicRooms(reader.rooms().publicRooms(find)));
    }

    private Future<Attached> attached(AttachedTo to) {
        return reading(reader -> new Attached(reader.attached(to.messages())));
    }

    private static <T> T known(@Nullable T found) {
        if (found == null) {
            throw Failure.NO_SUCH_ROOM.because("There is no such room, or it is not yours to see.");
        }
        return found;
    }

    /** As many readers as threads: one is always idle when a thread is. */
    private <T> Future<T> reading(JournalReader.Reading<T> work) {
        Callable<T> blocking = () -> {
            JournalReader reader = idleReaders.remove();
            try {
                return reader.inOneState(work);
            } finally {
                idleReaders.add(reader);
            }
        };
        return reading.executeBlocking(blocking, false);
    }
}
