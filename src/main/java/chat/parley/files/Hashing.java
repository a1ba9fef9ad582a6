package chat.parley.files;

import chat.parley.bus.Files;
import chat.parley.model.FileId;
import io.vertx.core.Future;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Works out a stored file's SHA-256 by reading it, a few megabytes at a time, one file after the other. */
final class Hashing {
    /** Read between two looks at whether to stop. */
    private static final int STRETCH = 8 << 20;

    private final BlobStore blobs;
    private final Disk bytes;

    Hashing(BlobStore blobs, Disk bytes) {
        this.blobs = blobs;
        this.bytes = bytes;
    }

    /** The hash of all its bytes; null when told to stop before. Fails {@code NO_SUCH_FILE}. */
    Future<byte @Nullable []> hash(FileId id, BooleanSupplier stop) {
        return stretch(id, 0, Sha256.begin(), stop);
    }

    private Future<byte @Nullable []> stretch(FileId id, long from, MessageDigest digest, BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            return Future.succeededFuture(null);
        }
        return bytes.run(() -> read(id, from, digest))
                .compose(read -> read < STRETCH
                        ? Future.succeededFuture(digest.digest())
                        : stretch(id, from + read, digest, stop));
    }

    private long read(FileId id, long from, MessageDigest digest) throws IOException {
        long at = from;
        while (at < from + STRETCH) {
            byte[] chunk = blobs.read(id, at, Files.CHUNK);
            if (chunk.length == 0) {
                break;
            }
            digest.update(chunk);
            at += chunk.length;
        }
        return at - from;
    }
}
