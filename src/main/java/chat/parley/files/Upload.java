package chat.parley.files;

import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import io.vertx.core.Future;
import java.security.MessageDigest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An upload that goes on. What is done to it is done one after the other; confined to the store's event loop. */
final class Upload {
    private static final int MAX_WAITING = 8;

    final FileRow row;

    /** Bytes that the quota had left for it when it began. */
    private long allowance = Long.MAX_VALUE;

    private long offset;
    private long touched;
    private long turn;

    /** Where it stands until what comes now is settled; null when every byte counts as it comes. */
    private @Nullable Long held;

    private Hash hash;
    private Hash hashHeld;
    private Future<?> last = Future.succeededFuture();
    private int waiting;
    private boolean over;

    Upload(FileRow row, long offset, long touched) {
        this.row = row;
        this.offset = offset;
        this.touched = touched;
        this.hash = offset == 0 ? Hash.empty() : Hash.unknown();
        this.hashHeld = hash;
    }

    Files.Upload status(long lifetime) {
        return new Files.Upload(row.id(), row.name(), row.type(), standsAt(), row.size(), false, touched + lifetime);
    }

    void allow(long bytes) {
        allowance = bytes;
    }

    /** How many bytes are there, counting or not. */
    long offset() {
        return offset;
    }

    long standsAt() {
        return held == null ? offset : held;
    }

    /** Bytes that are still to come, as far as known. */
    long missing() {
        return row.size() == null ? 0 : row.size() - offset;
    }

    boolean isHeld() {
        return held != null;
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

    /** Checks that an append may begin here. */
    void mayResume(long at) {
        if (at != standsAt()) {
            throw wrongOffset(at);
        }
    }

    /** The turn of whoever asks last; those before it are over. */
    long nextTurn() {
        return ++turn;
    }

    void mustHaveTurn(long claimed) {
        if (claimed != turn) {
            throw Failure.BAD_OFFSET.because("Another request went on with this upload.");
        }
    }

    /** Checks that so many bytes may come next. */
    void mayAppend(long at, int length, long max) {
        if (at != offset) {
            throw wrongOffset(at);
        }
        Long size = row.size();
        if (size != null && length > size - offset) {
            throw Failure.TOO_LARGE.because("This upload was announced with " + size + " bytes; these would be more.");
        }
        if (length > max - offset) {
            throw Failure.TOO_LARGE.because("A file has at most " + max + " bytes.");
        }
        if (length > allowance - offset) {
            throw Failure.STORAGE_FULL.because("There is room for " + allowance + " more bytes of yours, and no more.");
        }
    }

    private RuntimeException wrongOffset(long at) {
        return Failure.BAD_OFFSET.because(
                "This upload has " + standsAt() + " bytes, so it goes on there and not at " + at + ".");
    }

    /** Checks that nothing is missing. */
    void mayFinish() {
        if (held != null || (row.size() != null && row.size() != offset)) {
            throw Failure.BAD_OFFSET.because("This upload has " + standsAt() + " of " + row.size() + " bytes.");
        }
    }

    /** From here on nothing counts until it is settled. */
    void hold() {
        held = offset;
        hashHeld = hash.copy();
    }

    /** What came since {@link #hold} counts. */
    void count() {
        held = null;
    }

    /** What came since {@link #hold} was taken back. */
    void takenBack() {
        offset = standsAt();
        hash = hashHeld;
        held = null;
    }

    void hash(byte[] bytes) {
        hash.add(bytes);
    }

    byte @Nullable [] hashed() {
        return hash.value();
    }

    void appended(int length, long now) {
        offset += length;
        touched = now;
    }

    void end() {
        over = true;
    }

    /** A SHA-256 in the making. Used by one worker at a time. */
    private record Hash(@Nullable MessageDigest digest) {
        static Hash empty() {
            return new Hash(Sha256.begin());
        }

        /** Of bytes that it has not seen (before a restart). */
        static Hash unknown() {
            return new Hash(null);
        }

        void add(byte[] bytes) {
            if (digest != null) {
                digest.update(bytes);
            }
        }

        Hash copy() {
            return new Hash(digest == null ? null : Sha256.copy(digest));
        }

        byte @Nullable [] value() {
            return digest == null ? null : Sha256.copy(digest).digest();
        }
    }
}
