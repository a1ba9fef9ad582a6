package chat.parley.log;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.Log;
import chat.parley.bus.Log.Append;
import chat.parley.bus.Log.Appended;
import chat.parley.bus.Log.Attached;
import chat.parley.bus.Log.AttachedTo;
import chat.parley.bus.Log.Create;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Find;
import chat.parley.bus.Log.Of;
import chat.parley.bus.Log.Outcome;
import chat.parley.bus.Log.Page;
import chat.parley.bus.Log.Read;
import chat.parley.bus.Log.Stored;
import chat.parley.bus.Log.StoredRooms;
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
                .compose(opened -> Future.all(
                        bus.answer(Log.APPEND, this::append),
                        bus.answer(Log.READ, this::read),
                        bus.answer(Log.FIND, this::find),
                        bus.answer(Log.DIRECTS, this::directs),
                        bus.answer(Log.CREATE_DIRECT, this::createDirect),
                        bus.answer(Log.ATTACHED, this::attached)));
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

    private Future<Stored> createDirect(Create create) {
        return writing.executeBlocking(
                        () -> writer.createDirect(create.one(), create.other(), System.currentTimeMillis()))
                .transform(done -> done.succeeded()
                        ? find(new Find(done.result().id()))
                        : Future.failedFuture(failed(done.cause())));
    }

    private Future<Page> read(Read read) {
        return reading(reader -> {
            Page page = reader.read(read);
            if (page == null) {
                throw Failure.NO_SUCH_ROOM.because("There is no such room.");
            }
            return page;
        });
    }

    private Future<Stored> find(Find find) {
        return reading(reader -> {
            Stored stored = reader.find(find.room());
            if (stored == null) {
                throw Failure.NO_SUCH_ROOM.because("There is no such room.");
            }
            return stored;
        });
    }

    private Future<StoredRooms> directs(Of of) {
        return reading(reader -> new StoredRooms(reader.directs(of.user())));
    }

    private Future<Attached> attached(AttachedTo to) {
        return reading(reader -> new Attached(reader.attached(to.messages())));
    }

    private interface Reading<T> {
        T from(JournalReader reader) throws SQLException;
    }

    /** As many readers as threads: one is always idle when a thread is. */
    private <T> Future<T> reading(Reading<T> work) {
        Callable<T> blocking = () -> {
            JournalReader reader = idleReaders.remove();
            try {
                return work.from(reader);
            } finally {
                idleReaders.add(reader);
            }
        };
        return reading.executeBlocking(blocking, false);
    }
}
