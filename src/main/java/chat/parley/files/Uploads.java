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

/** The uploads that go on: begun, written, finished, aborted. Confined to the store's event loop. */
final class Uploads {
    /** Bounds what one user, and all of them, can leave lying around. */
    static final int PER_OWNER = 100;

    private static final int IN_ALL = 10_000;

    private final Map<FileId, Upload> uploads = new HashMap<>();
    private final Settings.Files settings;
    private final BlobStore blobs;
    private final FileTable table;
    private final Disk bytes;
    private final Disk rows;

    Uploads(Settings.Files settings, BlobStore blobs, FileTable table, Disk bytes, Disk rows) {
        this.settings = settings;
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
        return new Upload(row, offset, Math.max(row.created(), blobs.lastWritten(row.id())));
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
        FileRow row = new FileRow(FileId.random(), create.owner(), name, FileNames.cleanType(create.type()), size, now);
        Upload upload = new Upload(row, 0, now);
        uploads.put(row.id(), upload);
        return upload.inOrder(() -> bytes.run(() -> checkRoomFor(size == null ? 1 : size))
                        .compose(enough -> rows.run(() -> {
                            table.add(row);
                            return upload;
                        })))
                .map(Upload::status)
                .onFailure(failure -> forget(upload));
    }

    private Done checkRoomFor(long size) throws IOException {
        long free = blobs.free();
        if (size > free) {
            throw Disk.full(free);
        }
        return Done.DONE;
    }

    private long countOf(UserId owner) {
        return uploads.values().stream()
                .filter(upload -> upload.row.owner().equals(owner))
                .count();
    }

    Future<Files.Upload> write(Files.Write write) {
        Upload upload = uploads.get(write.id());
        if (upload == null || !upload.row.owner().equals(write.owner())) {
            return finished(write.id(), write.owner())
                    .compose(file -> Future.failedFuture(
                            Failure.BAD_OFFSET.because("This upload is finished; nothing can be added.")));
        }
        int length = write.bytes().length();
        if (length > Files.CHUNK) {
            throw Failure.BAD_REQUEST.because("At most " + Files.CHUNK + " bytes at a time, not " + length + ".");
        }
        return upload.inOrder(() -> {
            upload.mayAppend(write.offset(), length, settings.maxSize().bytes());
            if (length == 0) {
                return Future.succeededFuture(upload.status());
            }
            return bytes.run(() -> {
                        blobs.append(write.id(), write.offset(), write.bytes().array());
                        upload.hash(write.bytes().array());
                        return length;
                    })
                    .map(written -> {
                        upload.appended(written, System.currentTimeMillis());
                        return upload.status();
                    });
        });
    }

    Future<Files.Upload> status(Files.Status status) {
        Upload upload = uploads.get(status.id());
        if (upload != null && upload.row.owner().equals(status.owner())) {
            return Future.succeededFuture(upload.status());
        }
        return finished(status.id(), status.owner())
                .map(stored -> new Files.Upload(
                        status.id(), stored.file().size(), stored.file().size(), true));
    }

    /** Finishing what is finished answers the same again. */
    Future<Files.Stored> finish(Files.Finish finish) {
        Upload upload = uploads.get(finish.id());
        if (upload == null || !upload.row.owner().equals(finish.owner())) {
            return finished(finish.id(), finish.owner());
        }
        String name = finish.name() == null ? upload.row.name() : FileNames.clean(finish.name());
        String type = finish.type() == null ? upload.row.type() : FileNames.cleanType(finish.type());
        return upload.inOrder(() -> {
            upload.mayFinish();
            return bytes.run(() -> {
                        blobs.keep(finish.id());
                        return upload.offset();
                    })
                    .compose(size -> rows.run(() ->
                            table.finish(finish.id(), name, type, size, System.currentTimeMillis(), upload.hashed())))
                    .recover(failure -> reopen(upload, failure))
                    .onSuccess(stored -> forget(upload));
        });
    }

    /** Without its row a kept blob goes back to where it can be finished again, or aborted. */
    private Future<Files.Stored> reopen(Upload upload, Throwable failure) {
        return bytes.run(() -> blobs.reopen(upload.row.id())).transform(done -> Future.failedFuture(failure));
    }

    Future<Done> abort(Files.Status status) {
        Upload upload = uploads.get(status.id());
        if (upload == null || !upload.row.owner().equals(status.owner())) {
            return Future.succeededFuture(Done.DONE);
        }
        return abort(upload);
    }

    private Future<Done> abort(Upload upload) {
        FileId id = upload.row.id();
        return upload.inOrder(() -> rows.run(() -> {
                    table.abort(id);
                    return id;
                })
                .onSuccess(gone -> forget(upload))
                .compose(gone -> bytes.run(() -> {
                    blobs.delete(id);
                    return Done.DONE;
                })));
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

    private Future<Files.Stored> finished(FileId id, UserId owner) {
        return rows.run(() -> {
            Files.Stored stored = table.find(id);
            if (stored == null || !Objects.equals(stored.owner(), owner)) {
                throw FileTable.noSuchFile();
            }
            return stored;
        });
    }

    private void forget(Upload upload) {
        upload.end();
        uploads.remove(upload.row.id());
    }
}
