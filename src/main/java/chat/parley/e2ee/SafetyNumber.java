package chat.parley.e2ee;

import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.UserId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** 60 digits that two people compare to know that nobody is between them (section 5.8). */
public final class SafetyNumber {
    private static final int GROUPS = 6;

    private SafetyNumber() {}

    /** The same for both, whoever asks. */
    static String of(UserId one, Octets oneKey, UserId other, Octets otherKey) {
        String first = digits(one, oneKey);
        String second = digits(other, otherKey);
        return first.compareTo(second) <= 0 ? first + second : second + first;
    }

    private static String digits(UserId user, Octets accountKey) {
        byte[] hash = sha512(Label.SAFETY_NUMBER.before(
                new WireWriter().id(user.value()).octets(accountKey).toBytes()));
        StringBuilder digits = new StringBuilder();
        for (int group = 0; group < GROUPS; group++) {
            long value = 0;
            for (int i = 0; i < 5; i++) {
                value = (value << 8) | (hash[group * 5 + i] & 0xff);
            }
            digits.append(String.format(Locale.ROOT, "%05d", value % 100_000));
        }
        return digits.toString();
    }

    private static byte[] sha512(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-512", e);
        }
    }
}
