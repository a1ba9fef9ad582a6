package chat.parley.files;

import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Runs blocking work on a worker pool and tells a full or read-only disk apart from defects. */
final class Disk {
    private static final Logger log = LoggerFactory.getLogger(Disk.class);

    private final WorkerExecutor workers;
    private final BlobStore blobs;

    Disk(WorkerExecutor workers, BlobStore blobs) {
        this.workers = workers;
        this.blobs = blobs;
    }

    <T> Future<T> run(Callable<T> work) {
        return workers.executeBlocking(
                () -> {
                    try {
                        return work.call();
                    } catch (IOException | SQLException e) {
                        throw failure(e);
                    }
                },
                false);
    }

    Future<Void> close() {
        return workers.close();
    }

    private Exception failure(Exception e) {
        if (e instanceof NoSuchFileException) {
            return FileTable.noSuchFile();
        }
        if (isFull(e)) {
            log.warn("The disk is full: {}", e.toString());
            return Failure.STORAGE_FULL.because("The disk is full: " + freeBytes()
                    + " bytes are free. What came before is kept; please try again later.");
        }
        if (isReadOnly(e)) {
            log.warn("The file store cannot be written: {}", e.toString());
            return Failure.STORAGE_READ_ONLY.because("The file store cannot be written. Nothing was stored.");
        }
        return e;
    }

    /** @param free bytes that may still be stored, negative when the disk has less than is to stay free */
    static FailureException full(long free, long needed) {
        return Failure.STORAGE_FULL.because("The disk is full: " + Math.max(0, free)
                + " bytes are free for files, and this needs " + needed + ". Please try again later.");
    }

    static boolean isMissing(Throwable failure) {
        return failure instanceof FailureException expected && expected.failure() == Failure.NO_SUCH_FILE;
    }

    private boolean isFull(Exception e) {
        if (e instanceof SQLiteException sqlite) {
            return sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
        }
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("uota exceeded") || freeBytes() == 0;
    }

    private static boolean isReadOnly(Exception e) {
        if (e instanceof SQLiteException sqlite) {
            return (sqlite.getResultCode().code & 0xff) == SQLiteErrorCode.SQLITE_READONLY.code;
        }
        return e instanceof AccessDeniedException
                || String.valueOf(e.getMessage()).contains("Read-only file system");
    }

    private long freeBytes() {
        try {
            return blobs.free();
        } catch (IOException e) {
            return -1;
        }
    }
}
