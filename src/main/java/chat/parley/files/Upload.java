package chat.parley.files;

import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An upload that goes on. What is done to it is done one after the other; confined to the store's event loop. */
final class Upload {
    private static final int MAX_WAITING = 8;

    final FileRow row;
    private long offset;
    private long touched;
    /** Null when bytes were written that it has not seen (before a restart). Used by one worker at a time. */
    private final @Nullable MessageDigest digest;

    private Future<?> last = Future.succeededFuture();
    private int waiting;
    private boolean over;

    Upload(FileRow row, long offset, long touched) {
        this.row = row;
        this.offset = offset;
        this.touched = touched;
        this.digest = offset == 0 ? sha256() : null;
    }

    Files.Upload status() {
        return new Files.Upload(row.id(), offset, row.size(), false);
    }

    long offset() {
        return offset;
    }

    boolean untouchedSince(long time) {
        return touched < time && waiting == 0;
    }

    /** Runs a step after those before it; it fails {@code NO_SUCH_FILE} when the upload is over by then. */
    <T> Future<T> inOrder(Supplier<Future<T>> step) {
        if (waiting == MAX_WAITING) {
            return Future.failedFuture(Failure.BAD_OFFSET.because(
                    "This upload is being written: " + MAX_WAITING + " requests wait already."));
        }
        waiting++;
        Future<T> result = last.transform(before -> over ? Future.failedFuture(FileTable.noSuchFile()) : step.get());
        last = result;
        return result.onComplete(done -> waiting--);
    }

    /** Completes when what was begun is done. */
    Future<Void> settled() {
        return last.transform(done -> Future.succeededFuture());
    }

    /** Checks that so many bytes may come next. */
    void mayAppend(long at, int length, long max) {
        if (at != offset) {
            throw Failure.BAD_OFFSET.because(
                    "This upload has " + offset + " bytes, so it goes on there and not at " + at + ".");
        }
        Long size = row.size();
        if (size != null && length > size - offset) {
            throw Failure.TOO_LARGE.because("This upload was announced with " + size + " bytes; these would be more.");
        }
        if (length > max - offset) {
            throw Failure.TOO_LARGE.because("A file has at most " + max + " bytes.");
        }
    }

    /** Checks that nothing is missing. */
    void mayFinish() {
        if (row.size() != null && row.size() != offset) {
            throw Failure.BAD_OFFSET.because("This upload has " + offset + " of " + row.size() + " bytes.");
        }
    }

    void hash(byte[] bytes) {
        if (digest != null) {
            digest.update(bytes);
        }
    }

    byte @Nullable [] hashed() throws CloneNotSupportedException {
        return digest == null ? null : ((MessageDigest) digest.clone()).digest();
    }

    void appended(int length, long now) {
        offset += length;
        touched = now;
    }

    void end() {
        over = true;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
