package chat.parley.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** A generated secret in a file of mode 600: 32 random bytes as base64url. Blocking. */
public final class SecretFile {
    private static final int BYTES = 32;

    private SecretFile() {}

    /** The secret of this file, made now if there is none. */
    public static byte[] loadOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        return decode(Files.readString(file).strip(), file.toString());
    }

    /** Decodes a secret; {@code source} names it in the error. */
    public static byte[] decode(String text, String source) {
        byte[] secret;
        try {
            secret = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + " does not hold base64url", e);
        }
        if (secret.length != BYTES) {
            throw new IllegalArgumentException(source + " holds " + secret.length + " bytes instead of " + BYTES);
        }
        return secret;
    }

    /** Written beside and then renamed: a crash leaves no half of it. */
    private static void create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, Base64.getUrlEncoder().encodeToString(secret) + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
