package chat.parley.e2ee;

import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A file that is sealed chunk by chunk (section 4.4): 64 KiB each, padded at the end, in any order and again, as long as
 * the bytes are the same.
 */
public final class SealedFile {
    public static final int CHUNK = 65_536;

    private static final int PREFIX = 7;

    private final Key key;
    private final long size;
    private final long padded;

    /** What opens a file. One is made for each upload. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Key(byte[] key, byte[] prefix) {
        public Key {
            if (key.length != Aead.KEY || prefix.length != PREFIX) {
                throw new RefusedException(Refusal.MALFORMED, "A file's key has 32 bytes and its prefix 7.");
            }
        }

        public static Key make(Surroundings around) {
            return new Key(around.bytes(Aead.KEY), around.bytes(PREFIX));
        }

        @Override
        public String toString() {
            return "Key[secret]";
        }
    }

    public SealedFile(Key key, long size) {
        if (size < 0 || size > CHUNK * 0xffff_ffffL / 2) {
            throw new RefusedException(Refusal.MALFORMED, "No file has " + size + " bytes.");
        }
        this.key = key;
        this.size = size;
        this.padded = Padding.padme(size);
    }

    /** At least one. */
    public long chunks() {
        return Math.max(1, (padded + CHUNK - 1) / CHUNK);
    }

    /** How many bytes are uploaded. */
    public long sealedLength() {
        return padded + chunks() * Aead.TAG;
    }

    /** How many bytes of the file itself are in a chunk; what the chunk has beyond is zeros. */
    public int contentOf(long chunk) {
        return (int) Math.max(0, Math.min(CHUNK, size - chunk * CHUNK));
    }

    private int paddedOf(long chunk) {
        return (int) Math.min(CHUNK, padded - chunk * CHUNK);
    }

    /** The plaintext of a chunk with its padding, of which the hash is taken. */
    public byte[] padded(long chunk, byte[] content) {
        if (content.length != contentOf(chunk)) {
            throw new IllegalArgumentException(
                    "Chunk " + chunk + " has " + contentOf(chunk) + " bytes, not " + content.length);
        }
        return Arrays.copyOf(content, paddedOf(chunk));
    }

    public byte[] seal(long chunk, byte[] content) {
        return Aead.seal(key.key(), nonce(chunk), new byte[0], padded(chunk, content));
    }

    /** A chunk with its padding; fails {@link Refusal#UNREADABLE} if a byte of it was altered, moved or cut off. */
    public byte[] open(long chunk, byte[] sealed) {
        byte[] plain = Aead.open(key.key(), nonce(chunk), new byte[0], sealed);
        if (plain.length != paddedOf(chunk)) {
            throw Aead.unreadable();
        }
        return plain;
    }

    private byte[] nonce(long chunk) {
        if (chunk < 0 || chunk >= chunks()) {
            throw new IllegalArgumentException("There is no chunk " + chunk + " of " + chunks());
        }
        return ByteBuffer.allocate(Aead.NONCE)
                .put(key.prefix())
                .putInt((int) chunk)
                .put((byte) (chunk == chunks() - 1 ? 1 : 0))
                .array();
    }

    /** Takes the hash of a file from its padded chunks, in order. */
    public static final class Hash {
        private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

        public void add(byte[] paddedChunk) {
            chunks.writeBytes(sha256(paddedChunk));
        }

        public Octets value() {
            return Label.FILE.hash(chunks.toByteArray());
        }

        /** The hash of one padded chunk, as it is kept for a resumed upload. */
        public static byte[] sha256(byte[] paddedChunk) {
            try {
                return MessageDigest.getInstance("SHA-256").digest(paddedChunk);
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("Every Java has SHA-256", e);
            }
        }
    }
}
