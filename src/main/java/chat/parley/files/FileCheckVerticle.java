package chat.parley.files;

import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import chat.parley.bus.Files.Finding;
import chat.parley.bus.Files.Verdict;
import chat.parley.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link Files#CHECK}: reads stored files and compares them with their hashes. It changes nothing, so it can
 * look at the files of a server that runs meanwhile.
 */
public final class FileCheckVerticle extends VerticleBase {
    private final Settings.Files settings;
    private final Path data;
    private FileTable table;
    private Disk rows;
    private Hashing hashing;

    /** @param data the folder of {@code files.db} */
    @SuppressWarnings("NullAway.Init") // the rest comes with start()
    public FileCheckVerticle(Settings.Files settings, Path data) {
        this.settings = settings;
        this.data = data;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> {
                    table = FileTable.read(data.resolve("files.db"));
                    return LocalDisk.open(settings.store(), 0);
                })
                .compose(blobs -> {
                    rows = new Disk(vertx.createSharedWorkerExecutor("parley-check-rows", 1), blobs);
                    hashing = new Hashing(blobs, new Disk(vertx.createSharedWorkerExecutor("parley-check", 1), blobs));
                    return new Bus(vertx).answer(Files.CHECK, this::check);
                });
    }

    @Override
    public Future<?> stop() {
        return rows == null
                ? Future.succeededFuture()
                : rows.run(() -> {
                    table.close();
                    return true;
                });
    }

    private Future<Files.Checked> check(Files.Check check) {
        return rows.run(() -> Optional.ofNullable(table.next(check.after())))
                .compose(next -> next.map(this::check).orElse(Future.succeededFuture(new Files.Checked(null))));
    }

    private Future<Files.Checked> check(Files.Stored file) {
        return hashing.hash(file.file().id(), () -> false)
                .map(found -> verdict(file.sha256(), found))
                .recover(failure -> Disk.isMissing(failure)
                        ? Future.succeededFuture(Verdict.MISSING)
                        : Future.failedFuture(failure))
                .compose(verdict -> verdict == Verdict.MISSING ? unlessDeleted(file) : Future.succeededFuture(verdict))
                .map(verdict -> new Files.Checked(new Finding(file.file(), verdict)));
    }

    private static Verdict verdict(Files.@Nullable Bytes kept, byte @Nullable [] found) {
        if (kept == null) {
            return Verdict.UNHASHED;
        }
        return Arrays.equals(kept.array(), found) ? Verdict.SOUND : Verdict.DAMAGED;
    }

    /** A file that a running server deleted in the meantime is not missing. */
    private Future<Verdict> unlessDeleted(Files.Stored file) {
        return rows.run(() -> table.find(file.file().id()) == null ? Verdict.SOUND : Verdict.MISSING);
    }
}
