package chat.parley.files;

import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.config.Settings;
import chat.parley.model.FileId;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The uploads that go on: begun, finished, aborted. Confined to the store's event loop. */
final class Uploads {
    /** Bounds what one user, and all of them, can leave lying around. */
    static final int PER_OWNER = 100;

    private static final int IN_ALL = 10_000;

    private final Map<FileId, Upload> uploads = new HashMap<>();
    private final Settings.Files settings;
    private final Quota quota;
    private final BlobStore blobs;
    private final FileTable table;
    private final Disk bytes;
    private final Disk rows;

    Uploads(Settings.Files settings, BlobStore blobs, FileTable table, Disk bytes, Disk rows) {
        this.settings = settings;
        this.quota = Quota.of(settings);
        this.blobs = blobs;
        this.table = table;
        this.bytes = bytes;
        this.rows = rows;
    }

    /** Takes up the uploads of an earlier run where their bytes end. */
    Future<Void> restore() {
        return rows.run(table::unfinished)
                .compose(found -> Future.all(found.stream()
                                .map(row -> bytes.run(() -> restored(row))
                                        .onSuccess(upload -> uploads.put(row.id(), upload)))
                                .toList())
                        .mapEmpty());
    }

    private Upload restored(FileRow row) throws IOException {
        long offset = blobs.reopen(row.id());
        long touched = Math.max(row.created(), blobs.lastWritten(row.id()));
        Long held = row.held();
        if (held != null && held < offset) {
            // The hold stays noted: taking back the same again changes nothing.
            blobs.truncate(row.id(), held);
            offset = held;
        }
        return new Upload(row, offset, touched);
    }

    Future<Files.Upload> create(Files.Create create) {
        String name = FileNames.clean(create.name());
        Long size = create.size();
        long max = settings.maxSize().bytes();
        if (size != null && size < 0) {
            throw Failure.BAD_REQUEST.because("A file's size is not negative: " + size);
        }
        if (size != null && size > max) {
            throw Failure.TOO_LARGE.because("A file has at most " + max + " bytes; this one would have " + size + ".");
        }
        if (countOf(create.owner()) >= PER_OWNER || uploads.size() >= IN_ALL) {
            throw Failure.TOO_MANY.because("Too many unfinished uploads: at most " + PER_OWNER
                    + " at a time. Please finish one of them first.");
        }
        long now = System.currentTimeMillis();
        FileRow row =
                new FileRow(FileId.random(), create.owner(), name, FileNames.cleanType(create.type()), size, now, null);
        long announced = uploads.values().stream().mapToLong(Upload::missing).sum();
        Upload upload = new Upload(row, 0, now);
        uploads.put(row.id(), upload);
        return upload.inOrder(() -> bytes.run(() -> checkRoomFor(size == null ? 1 : size, announced))
                        .compose(enough -> rows.run(() -> table.add(row, quota)))
                        .onSuccess(upload::allow))
                .map(added -> status(upload))
                .onFailure(failure -> forget(upload));
    }

    /** What was announced and did not come yet counts as taken. */
    private Done checkRoomFor(long size, long announced) throws IOException {
        long free = blobs.free() - announced;
        if (size > free) {
            throw Disk.full(free, size);
        }
        return Done.DONE;
    }

    private long countOf(UserId owner) {
        return uploads.values().stream()
                .filter(upload -> upload.row.owner().equals(owner))
                .count();
    }

    /** The upload that goes on under this id, if it is this owner's. */
    @Nullable
    Upload find(FileId id, UserId owner) {
        Upload upload = uploads.get(id);
        return upload != null && upload.row.owner().equals(owner) ? upload : null;
    }

    Files.Upload status(Upload upload) {
        return upload.status(settings.unfinishedKept().toMillis());
    }

    Future<Files.Upload> status(Files.Status status) {
        Upload upload = find(status.id(), status.owner());
        return upload == null
                ? finished(status.id(), status.owner()).map(this::status)
                : Future.succeededFuture(status(upload));
    }

    private Files.Upload status(Files.Stored stored) {
        long size = stored.file().size();
        return new Files.Upload(
                stored.file().id(), stored.file().name(), stored.file().type(), size, size, true, 0);
    }

    /** A finished file of this owner; fails {@code NO_SUCH_FILE}. */
    Future<Files.Stored> finished(FileId id, UserId owner) {
        return rows.run(() -> {
            Files.Stored stored = table.find(id);
            if (stored == null || !Objects.equals(stored.owner(), owner)) {
                throw FileTable.noSuchFile();
            }
            return stored;
        });
    }

    /** Finishing what is finished answers the same again. */
    Future<Files.Stored> finish(Files.Finish finish) {
        Upload upload = find(finish.id(), finish.owner());
        if (upload == null) {
            return finished(finish.id(), finish.owner());
        }
        FileRow row = upload.row;
        FileRow named = new FileRow(
                row.id(),
                row.owner(),
                finish.name() == null ? row.name() : FileNames.clean(finish.name()),
                finish.type() == null ? row.type() : FileNames.cleanType(finish.type()),
                row.size(),
                row.created(),
                null);
        return upload.inOrder(() -> {
            upload.mayFinish();
            return bytes.run(() -> {
                        blobs.keep(finish.id());
                        return upload.offset();
                    })
                    .compose(size -> rows.run(() -> table.finish(named, size, upload.hashed(), quota)))
                    .recover(failure -> reopen(upload, failure))
                    .onSuccess(stored -> forget(upload));
        });
    }

    /** Without its row a kept blob goes back to where it can be finished again, or aborted. */
    private Future<Files.Stored> reopen(Upload upload, Throwable failure) {
        return bytes.run(() -> blobs.reopen(upload.row.id())).transform(done -> Future.failedFuture(failure));
    }

    Future<Done> abort(Files.Status status) {
        Upload upload = find(status.id(), status.owner());
        if (upload != null) {
            return abort(upload);
        }
        return finished(status.id(), status.owner())
                .compose(stored -> remove(status.id()))
                .recover(failure ->
                        Disk.isMissing(failure) ? Future.succeededFuture(Done.DONE) : Future.failedFuture(failure));
    }

    private Future<Done> abort(Upload upload) {
        return upload.inOrder(() -> remove(upload.row.id()).onSuccess(gone -> forget(upload)));
    }

    private Future<Done> remove(FileId id) {
        return rows.run(() -> table.abort(id)).compose(gone -> {
            if (!gone) {
                throw Failure.FORBIDDEN.because("A message refers to this file; it goes with the message.");
            }
            return bytes.run(() -> {
                blobs.delete(id);
                return Done.DONE;
            });
        });
    }

    /** Aborts what was not touched since a time; answers how many. */
    Future<Integer> expire(long before) {
        List<Future<Done>> aborted = uploads.values().stream()
                .filter(upload -> upload.untouchedSince(before))
                .map(this::abort)
                .toList();
        return Future.join(aborted).map(all -> aborted.size());
    }

    /** Completes when nothing is being done. */
    Future<Void> settled() {
        return Future.join(uploads.values().stream().map(Upload::settled).toList())
                .mapEmpty();
    }

    private void forget(Upload upload) {
        upload.end();
        uploads.remove(upload.row.id());
    }
}
