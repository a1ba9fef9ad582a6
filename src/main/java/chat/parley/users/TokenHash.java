package chat.parley.users;

import chat.parley.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** SHA-256 of a token: what the server keeps, while the token itself is known to its holder alone. */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
record TokenHash(byte[] bytes) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new token: 256 random bits as base64url. */
    static Secret newToken() {
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    static TokenHash of(Secret token) {
        try {
            return new TokenHash(
                    MessageDigest.getInstance("SHA-256").digest(token.value().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenHash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "TokenHash";
    }
}
