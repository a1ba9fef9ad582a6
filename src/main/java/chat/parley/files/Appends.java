package chat.parley.files;

import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import io.vertx.core.Future;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Bytes on their way into uploads. Confined to the store's event loop. */
final class Appends {
    /** The disk is asked for its free space whenever so much has been written. */
    private static final long CHECK_EVERY = 4L << 20;

    private final Uploads uploads;
    private final long max;
    private final BlobStore blobs;
    private final FileTable table;
    private final Disk bytes;
    private final Disk rows;

    Appends(Uploads uploads, long max, BlobStore blobs, FileTable table, Disk bytes, Disk rows) {
        this.uploads = uploads;
        this.max = max;
        this.blobs = blobs;
        this.table = table;
        this.bytes = bytes;
        this.rows = rows;
    }

    Future<Files.Resumed> resume(Files.Resume resume) {
        Upload upload = uploads.find(resume.id(), resume.owner());
        if (upload == null) {
            return uploads.status(new Files.Status(resume.id(), resume.owner())).map(finished -> {
                if (resume.offset() != null && finished.offset() != resume.offset()) {
                    throw over();
                }
                return new Files.Resumed(finished, 0);
            });
        }
        return upload.inOrder(() -> {
            if (resume.offset() != null) {
                upload.mayResume(resume.offset());
            }
            long turn = upload.nextTurn();
            return takeBack(upload)
                    .compose(taken -> resume.whole() ? hold(upload) : Future.succeededFuture(Done.DONE))
                    .map(ready -> new Files.Resumed(uploads.status(upload), turn));
        });
    }

    /** The row first: whatever happens from then on, the upload stands where it stood. */
    private Future<Done> hold(Upload upload) {
        return note(upload, upload.offset()).onSuccess(noted -> upload.hold());
    }

    /** Bytes first: the note goes when nothing is left to take back. */
    private Future<Done> takeBack(Upload upload) {
        if (!upload.isHeld()) {
            return Future.succeededFuture(Done.DONE);
        }
        return bytes.run(() -> {
                    blobs.truncate(upload.row.id(), upload.standsAt());
                    return Done.DONE;
                })
                .onSuccess(gone -> upload.takenBack())
                .compose(gone -> note(upload, null));
    }

    private Future<Done> note(Upload upload, @Nullable Long held) {
        return rows.run(() -> {
            table.hold(upload.row.id(), held);
            return Done.DONE;
        });
    }

    Future<Files.Upload> write(Files.Write write) {
        Upload upload = uploads.find(write.id(), write.owner());
        if (upload == null) {
            return uploads.finished(write.id(), write.owner()).compose(file -> Future.failedFuture(over()));
        }
        int length = write.bytes().length();
        if (length > Files.CHUNK) {
            throw Failure.BAD_REQUEST.because("At most " + Files.CHUNK + " bytes at a time, not " + length + ".");
        }
        return upload.inOrder(() -> {
            upload.mustHaveTurn(write.turn());
            upload.mayAppend(write.offset(), length, max);
            if (length == 0) {
                return Future.succeededFuture(uploads.status(upload));
            }
            return bytes.run(() -> append(upload, write)).map(written -> {
                upload.appended(written, System.currentTimeMillis());
                return uploads.status(upload);
            });
        });
    }

    private int append(Upload upload, Files.Write write) throws IOException {
        byte[] array = write.bytes().array();
        long end = write.offset() + array.length;
        if (end / CHECK_EVERY != write.offset() / CHECK_EVERY && blobs.free() <= 0) {
            throw Disk.full(0, array.length);
        }
        blobs.append(write.id(), write.offset(), array);
        upload.hash(array);
        return array.length;
    }

    Future<Files.Upload> settle(Files.Settle settle) {
        Upload upload = uploads.find(settle.id(), settle.owner());
        if (upload == null) {
            return Future.failedFuture(FileTable.noSuchFile());
        }
        return upload.inOrder(() -> {
            upload.mustHaveTurn(settle.turn());
            Future<Done> settled =
                    settle.keep() ? note(upload, null).onSuccess(counted -> upload.count()) : takeBack(upload);
            return settled.map(done -> uploads.status(upload));
        });
    }

    private static RuntimeException over() {
        return Failure.BAD_OFFSET.because("This upload is finished; nothing can be added.");
    }
}
