package chat.parley.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106, version 1.3) of a password with its salt and its cost, written as
 * {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>}. Computing one takes long and much memory: on a worker only.
 */
public final class PasswordHash {
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,4}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Argon2Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(Argon2Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    /** Of a new password, with a new salt. */
    public static PasswordHash of(String password, Argon2Cost cost) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new PasswordHash(cost, salt, compute(password, salt, cost));
    }

    /** Of no password at all: no guess matches it, at the cost of a real one. */
    public static PasswordHash ofNobody(Argon2Cost cost) {
        byte[] random = new byte[SALT_BYTES + HASH_BYTES];
        RANDOM.nextBytes(random);
        return new PasswordHash(
                cost, Arrays.copyOf(random, SALT_BYTES), Arrays.copyOfRange(random, SALT_BYTES, random.length));
    }

    /** Reads one that was written. */
    public static PasswordHash parse(String written) {
        Matcher form = FORM.matcher(written);
        if (!form.matches()) {
            throw new IllegalArgumentException("This is no Argon2id hash.");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new PasswordHash(
                new Argon2Cost(
                        Integer.parseInt(form.group(1)),
                        Integer.parseInt(form.group(2)),
                        Integer.parseInt(form.group(3))),
                base64.decode(form.group(4)),
                base64.decode(form.group(5)));
    }

    public Argon2Cost cost() {
        return cost;
    }

    /** Whether this is the password; in constant time as far as the comparison goes. */
    public boolean matches(String guess) {
        return MessageDigest.isEqual(hash, compute(guess, salt, cost));
    }

    private static byte[] compute(String password, byte[] salt, Argon2Cost cost) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKiB())
                .withIterations(cost.iterations())
                .withParallelism(cost.parallelism())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[HASH_BYTES];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    /** As it is stored. */
    public String written() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + cost.memoryKiB() + ",t=" + cost.iterations() + ",p=" + cost.parallelism() + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    @Override
    public String toString() {
        return "PasswordHash";
    }
}
