package chat.parley.log;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.bus.Health;
import chat.parley.bus.Log;
import chat.parley.bus.Log.Attached;
import chat.parley.bus.Log.Entries;
import chat.parley.bus.Log.Find;
import chat.parley.bus.Log.Hits;
import chat.parley.bus.Log.Mark;
import chat.parley.bus.Log.Marked;
import chat.parley.bus.Log.MayRead;
import chat.parley.bus.Log.Pair;
import chat.parley.bus.Log.Places;
import chat.parley.bus.Log.PublicRooms;
import chat.parley.bus.Log.Readers;
import chat.parley.bus.Log.RoomIds;
import chat.parley.bus.Log.Search;
import chat.parley.bus.Log.Views;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.View;
import chat.parley.model.Room;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.io.File;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable journal. An append is answered when its commit returned. Reading has connections of its own and goes on
 * when writing fails; searching has one of its own, so that nobody waits for somebody's search.
 */
public final class MessageLogVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(MessageLogVerticle.class);
    private static final int READERS = 2;
    private static final int SEARCHES_WAITING = 100;
    private static final long SWEEP_MS = 600_000;

    /** Entries that one transaction removes: nobody waits for long to write. */
    private static final int SWEPT_AT_ONCE = 500;

    private final File file;
    private final Database database;
    private final JournalWriter writer;
    private final Queue<JournalReader> idleReaders = new ConcurrentLinkedQueue<>();
    private final List<JournalReader> readers = new ArrayList<>();
    private int searching;
    private Bus bus;
    private SearchReader searcher;
    private WorkerExecutor writing;
    private WorkerExecutor reading;
    private WorkerExecutor search;
    private GroupCommit commits;

    /** @param data the folder of {@code journal.db} */
    @SuppressWarnings("NullAway.Init") // these exist from start() on
    public MessageLogVerticle(Path data) {
        this.file = data.resolve("journal.db").toFile();
        this.database = new Database(file.toPath());
        this.writer = new JournalWriter(database);
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        writing = vertx.createSharedWorkerExecutor("parley-journal-write-" + deploymentID(), 1);
        reading = vertx.createSharedWorkerExecutor("parley-journal-read-" + deploymentID(), READERS);
        search = vertx.createSharedWorkerExecutor("parley-journal-search-" + deploymentID(), 1);
        commits = new GroupCommit(writing, writer, this::release);
        vertx.setPeriodic(SWEEP_MS / 10, SWEEP_MS, timer -> sweep());
        return writing.executeBlocking(this::open).compose(opened -> Future.all(answers()));
    }

    private List<Future<Void>> answers() {
        return List.of(
                bus.answer(Health.JOURNAL, this::check),
                bus.answer(Log.APPEND, commits::append),
                bus.answer(Log.MARK, this::mark),
                bus.answer(Log.CREATE, create -> commits.alone(() -> writer.create(create, now()))),
                bus.answer(Log.CREATE_DIRECT, this::createDirect),
                bus.answer(Log.FORGET, of -> commits.alone(() -> writer.forget(of.user()))),
                bus.answer(Log.READ, read -> reading(reader -> known(reader.read(read)))),
                bus.answer(Log.FIND, this::find),
                bus.answer(
                        Log.ROOMS_OF,
                        of -> reading(reader -> new Views(reader.rooms().roomsOf(of.user())))),
                bus.answer(
                        Log.LOAD, load -> reading(reader -> known(reader.rooms().load(load.room(), now())))),
                bus.answer(
                        Log.MEMBERS,
                        list -> reading(reader -> known(reader.rooms().members(list, now())))),
                bus.answer(
                        Log.PUBLIC,
                        find -> reading(reader -> new PublicRooms(reader.rooms().publicRooms(find)))),
                bus.answer(
                        Log.PINS,
                        of -> reading(
                                reader -> new Entries(known(reader.lookups().pins(of.room(), of.reader()))))),
                bus.answer(
                        Log.THREAD,
                        read -> reading(reader -> known(reader.lookups().thread(read)))),
                bus.answer(
                        Log.READERS,
                        of -> reading(
                                reader -> new Readers(known(reader.lookups().readers(of.room(), of.reader()))))),
                bus.answer(
                        Log.AUDIT,
                        read -> reading(reader -> new Log.Audit(reader.lookups().audit(read)))),
                bus.answer(Log.MAY_READ, this::mayRead),
                bus.answer(
                        Log.MEMBERSHIPS,
                        of -> reading(reader -> new RoomIds(reader.lookups().memberships(of.user())))),
                bus.answer(
                        Log.PASSING,
                        all -> reading(
                                reader -> new Log.Passersby(reader.lookups().passing()))),
                bus.answer(
                        Log.MESSAGES_OF,
                        of -> reading(reader -> new Places(reader.lookups().messagesOf(of)))),
                bus.answer(Log.ATTACHED, to -> reading(reader -> new Attached(reader.attached(to.messages())))),
                bus.answer(Log.SEARCH, this::search));
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private Future<Health.Room> check(Health.Check check) {
        return writing.executeBlocking(() -> {
            writer.check();
            return new Health.Room(
                    file.length() + new File(file + "-wal").length(),
                    file.getAbsoluteFile().getParentFile().getUsableSpace());
        });
    }

    private boolean open() throws SQLException {
        database.migrate();
        for (int i = 0; i < READERS; i++) {
            readers.add(new JournalReader(database));
        }
        searcher = new SearchReader(database);
        return idleReaders.addAll(readers);
    }

    @Override
    public Future<?> stop() {
        return writing.executeBlocking(this::close)
                .eventually(() -> Future.all(writing.close(), reading.close(), search.close()));
    }

    private boolean close() throws SQLException {
        for (JournalReader reader : readers) {
            reader.close();
        }
        searcher.close();
        writer.close();
        return true;
    }

    /** Tells the file store; what is missed of it, its sweep finds out. */
    private void release(List<Files.Release> gone) {
        gone.forEach(each -> bus.ask(Files.RELEASE, each)
                .onFailure(e -> log.warn("Files of messages that are gone stay for now: {}", e.getMessage())));
    }

    private Future<View> createDirect(Pair pair) {
        return commits.alone(() -> writer.createDirect(pair, now()))
                .compose(room -> find(new Find(room, pair.one().id(), false)));
    }

    private Future<View> find(Find find) {
        return reading(reader -> known(reader.rooms().find(find.room(), find.reader(), find.invited())));
    }

    private Future<Marked> mark(Mark mark) {
        return commits.mark(mark)
                .compose(moved -> find(new Find(mark.room(), mark.user(), false))
                        .map(view -> {
                            Rooms.Mine mine = known(view.mine());
                            return new Marked(mine.read(), mine.unread(), mine.mentions(), moved, isSmall(view));
                        }));
    }

    private static boolean isSmall(View view) {
        return view.room().kind() != Room.Kind.LOBBY && view.members() <= Log.SMALL_ROOM;
    }

    private Future<Done> mayRead(MayRead may) {
        return reading(reader -> {
            if (!reader.lookups().mayRead(may.reader(), may.file())) {
                throw Failure.NO_SUCH_FILE.because("There is no such file.");
            }
            return Done.DONE;
        });
    }

    private Future<Hits> search(Search wanted) {
        if (searching >= SEARCHES_WAITING) {
            throw Failure.RATE_LIMITED.because("Too many people search at this moment. Please try again.");
        }
        searching++;
        return search.executeBlocking(() -> searcher.search(wanted)).onComplete(done -> searching--);
    }

    /** Removes what is over its time, a piece after the other, and lets everybody write in between. */
    private void sweep() {
        commits.alone(() -> writer.sweep(now(), SWEPT_AT_ONCE))
                .onSuccess(swept -> {
                    release(swept.stream()
                            .map(Retention.Swept::released)
                            .filter(released -> !released.messages().isEmpty())
                            .toList());
                    if (swept.stream().anyMatch(Retention.Swept::more)) {
                        sweep();
                    }
                })
                .onFailure(e -> log.warn("What is over its time stays for now: {}", e.getMessage()));
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
