package chat.parley.files;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.bus.Health;
import chat.parley.bus.OpenFile;
import chat.parley.config.Settings;
import chat.parley.model.FileId;
import chat.parley.model.ImageSize;
import chat.parley.model.ImageType;
import chat.parley.storage.WriteCheck;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@link Files}: rows in {@code files.db}, bytes in a {@link BlobStore}. Deployed on an event loop, which it
 * never blocks: rows go through one worker thread, bytes through a few.
 */
public final class FileStoreVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(FileStoreVerticle.class);
    private static final int BYTE_WORKERS = 8;
    private static final int MAX_ALIAS = 1000;

    /** So much tells what a file is. */
    private static final int SNIFFED = 16;

    private static final Duration MAX_SWEEP_INTERVAL = Duration.ofHours(1);

    private final Settings.Files settings;
    private final Path data;
    private final Callable<BlobStore> opener;
    private Bus bus;
    private BlobStore blobs;
    private FileTable table;
    private Disk bytes;
    private Disk rows;
    private Uploads uploads;
    private Appends appends;
    private References references;
    private boolean hashing;
    private boolean stopping;

    /** @param data the folder of {@code files.db}; bytes go to the settings' {@code store} */
    public FileStoreVerticle(Settings.Files settings, Path data) {
        this(
                settings,
                data,
                () -> LocalDisk.open(settings.store(), settings.keepFree().bytes()));
    }

    @SuppressWarnings("NullAway.Init") // the rest comes with start()
    FileStoreVerticle(Settings.Files settings, Path data, Callable<BlobStore> opener) {
        this.settings = settings;
        this.data = data;
        this.opener = opener;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        return open().compose(opened -> uploads.restore())
                .compose(restored -> Future.all(List.of(
                        bus.answer(Health.FILES, this::check),
                        bus.answer(Files.CREATE, uploads::create),
                        bus.answer(Files.RESUME, appends::resume),
                        bus.answer(Files.WRITE, appends::write),
                        bus.answer(Files.SETTLE, appends::settle),
                        bus.answer(Files.STATUS, uploads::status),
                        bus.answer(Files.FINISH, this::finish),
                        bus.answer(Files.ABORT, uploads::abort),
                        bus.answer(Files.SHARE, references::share),
                        bus.answer(Files.RELEASE, references::release),
                        bus.answer(Files.SHOW, references::show),
                        bus.answer(Files.FIND, this::find),
                        bus.answer(Files.USED, used -> rows.run(() -> table.used(used.users()))),
                        bus.answer(Files.READ, this::read),
                        bus.answer(Files.OPEN, this::open),
                        bus.answer(Files.ALIAS, this::alias),
                        bus.answer(Files.FIND_ALIAS, this::findAlias))))
                .onSuccess(answering -> {
                    sweepAgainAndAgain();
                    hashWhatIsNot();
                });
    }

    private Future<Health.Room> check(Health.Check check) {
        return rows.run(() -> {
            WriteCheck.run(data.resolve("files.db"));
            blobs.checkWritable();
            return new Health.Room(table.used(List.of()).inAll(), Math.max(0, blobs.free()));
        });
    }

    @Override
    public Future<?> stop() {
        stopping = true;
        if (table == null) {
            return Future.succeededFuture();
        }
        return uploads.settled()
                .transform(settled -> rows.run(() -> {
                    table.close();
                    return Done.DONE;
                }));
    }

    private Future<Done> open() {
        return vertx.<Done>executeBlocking(() -> {
                    blobs = opener.call();
                    table = FileTable.open(data.resolve("files.db"));
                    return Done.DONE;
                })
                .onSuccess(opened -> {
                    bytes = new Disk(vertx.createSharedWorkerExecutor("parley-files-bytes", BYTE_WORKERS), blobs);
                    rows = new Disk(vertx.createSharedWorkerExecutor("parley-files-rows", 1), blobs);
                    uploads = new Uploads(settings, blobs, table, bytes, rows);
                    appends = new Appends(uploads, settings.maxSize().bytes(), blobs, table, bytes, rows);
                    references = new References(bus, new ReferenceTable(table), blobs, bytes, rows);
                });
    }

    private Future<Files.Stored> finish(Files.Finish finish) {
        return uploads.finish(finish).onSuccess(stored -> {
            if (stored.sha256() == null) {
                hashWhatIsNot();
            }
        });
    }

    private Future<Files.Stored> find(Files.Find find) {
        return rows.run(() -> {
            Files.Stored stored = table.find(find.id());
            if (stored == null) {
                throw FileTable.noSuchFile();
            }
            return stored;
        });
    }

    private Future<Files.Chunk> read(Files.Read read) {
        if (read.offset() < 0 || read.length() < 0 || read.length() > Files.CHUNK) {
            throw Failure.BAD_REQUEST.because("At most " + Files.CHUNK + " bytes at a time, from 0 on.");
        }
        return bytes.run(() -> new Files.Chunk(new Files.Bytes(blobs.read(read.id(), read.offset(), read.length()))));
    }

    private Future<Files.Opened> open(Files.Find find) {
        return bytes.run(() -> {
            byte[] start = blobs.read(find.id(), 0, SNIFFED);
            byte[] head = ImageType.of(start) == null ? start : blobs.read(find.id(), 0, ImageSize.HEAD);
            return new Files.Opened(new Files.Bytes(head), OpenFile.of(blobs.open(find.id())));
        });
    }

    private Future<Done> alias(Files.Alias alias) {
        if (alias.alias().isEmpty() || alias.alias().length() > MAX_ALIAS) {
            throw Failure.BAD_REQUEST.because("A file id has 1 to " + MAX_ALIAS + " characters.");
        }
        return rows.run(() -> {
            table.alias(alias);
            return Done.DONE;
        });
    }

    private Future<Files.Aliased> findAlias(Files.FindAlias find) {
        return rows.run(() -> new Files.Aliased(table.aliased(find.alias())));
    }

    /** An upload that went on after a restart has bytes that its hash has not seen: they are read once more. */
    private void hashWhatIsNot() {
        if (hashing || stopping) {
            return;
        }
        hashing = true;
        rows.run(table::unhashed)
                .compose(file -> file == null
                        ? Future.succeededFuture(false)
                        : hash(file.file().id()))
                .onComplete(done -> {
                    hashing = false;
                    if (done.succeeded() && done.result()) {
                        hashWhatIsNot();
                    } else if (done.failed() && !stopping) {
                        log.warn("A file's hash was not worked out", done.cause());
                    }
                });
    }

    private Future<Boolean> hash(FileId id) {
        return new Hashing(blobs, bytes)
                .hash(id, () -> stopping)
                .compose(sha256 -> sha256 == null
                        ? Future.succeededFuture(false)
                        : rows.run(() -> {
                            table.hashed(id, sha256);
                            return true;
                        }));
    }

    private void sweepAgainAndAgain() {
        long interval = Math.min(settings.unfinishedKept().toMillis() / 4, MAX_SWEEP_INTERVAL.toMillis());
        sweep().onComplete(swept -> vertx.setTimer(interval, again -> sweepAgainAndAgain()));
    }

    private Future<Void> sweep() {
        long before = System.currentTimeMillis() - settings.unfinishedKept().toMillis();
        return new Sweep(uploads, references, blobs, table, bytes, rows)
                .run(before)
                .onFailure(failure -> {
                    if (!stopping) {
                        log.warn("The file store was not swept to its end", failure);
                    }
                });
    }
}
