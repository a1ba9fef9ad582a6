package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.SecureRandom;

/** A message's id, chosen by its sender: a ULID (github.com/ulid/spec), upper case. Unique per sender. */
public record MessageId(@JsonValue String value) {
    private static final int LENGTH = 26;
    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MessageId {
        if (value.length() != LENGTH || value.charAt(0) > '7') {
            throw new InvalidValueException("A message id is a ULID: 26 characters, the first from 0 to 7");
        }
        for (int i = 0; i < LENGTH; i++) {
            if (!isCrockford(value.charAt(i))) {
                throw new InvalidValueException("A message id is a ULID: 0-9 and A-Z without I, L, O and U");
            }
        }
    }

    /** A new id with the given time (milliseconds since 1970) in its first ten characters. */
    public static MessageId at(long millis) {
        char[] id = new char[LENGTH];
        long time = millis;
        for (int i = 9; i >= 0; i--) {
            id[i] = ALPHABET[(int) (time & 31)];
            time >>>= 5;
        }
        byte[] random = new byte[LENGTH - 10];
        RANDOM.nextBytes(random);
        for (int i = 10; i < LENGTH; i++) {
            id[i] = ALPHABET[random[i - 10] & 31];
        }
        return new MessageId(new String(id));
    }

    private static boolean isCrockford(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z' && c != 'I' && c != 'L' && c != 'O' && c != 'U');
    }

    @Override
    public String toString() {
        return value;
    }
}
