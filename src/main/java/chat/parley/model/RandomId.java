package chat.parley.model;

import java.security.SecureRandom;

/** Unguessable ids: 130 random bits as 26 characters of {@code 0-9a-z} without {@code i l o u}. */
final class RandomId {
    static final int LENGTH = 26;

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomId() {}

    static String next() {
        byte[] random = new byte[LENGTH];
        RANDOM.nextBytes(random);
        char[] id = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            id[i] = ALPHABET[random[i] & 31];
        }
        return new String(id);
    }

    static String check(String what, String value) {
        if (value.length() != LENGTH) {
            throw new InvalidValueException(what + " has 26 characters, not " + value.length());
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = value.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) {
                throw new InvalidValueException(what + " consists of 0-9 and a-z");
            }
        }
        return value;
    }
}
