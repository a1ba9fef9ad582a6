package chat.parley.bridge.web;

import chat.parley.bus.Failure;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a body has to hash to: the tus header {@code Upload-Checksum}, an algorithm and base64. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record Checksum(MessageDigest digest, byte[] expected) {
    static final String ALGORITHMS = "sha1,sha256,md5";
    private static final Map<String, String> NAMES = Map.of("sha1", "SHA-1", "sha256", "SHA-256", "md5", "MD5");

    /** Null when nothing is asked for. */
    static @Nullable Checksum parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String[] parts = header.strip().split(" +", 2);
        String name = NAMES.get(parts[0]);
        if (name == null) {
            throw Failure.BAD_REQUEST.because("Upload-Checksum is by one of " + ALGORITHMS + ".");
        }
        try {
            byte[] expected = Base64.getDecoder().decode(parts.length == 2 ? parts[1].strip() : "");
            MessageDigest digest = MessageDigest.getInstance(name);
            if (expected.length == digest.getDigestLength()) {
                return new Checksum(digest, expected);
            }
        } catch (IllegalArgumentException e) {
            // Told below
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has " + name, e);
        }
        throw Failure.BAD_REQUEST.because(
                "Upload-Checksum is an algorithm, a space, and a hash of its length in base64.");
    }

    /** Whether what the digest was given is what was meant; to be asked once. */
    boolean holds() {
        return MessageDigest.isEqual(digest.digest(), expected);
    }
}
