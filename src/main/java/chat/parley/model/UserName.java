package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * A name that a user can have at any door: 1 to 32 code points in NFC, trimmed, with nothing in it that could be
 * mistaken for structure (comma, colon), be invisible, or turn the reading direction.
 */
public record UserName(@JsonValue String value) {
    private static final int MAX_CODE_POINTS = 32;

    /** What the doors themselves say things under; nobody has such a name, or one that looks like it. */
    public static final Set<String> RESERVED = Set.of("server", "system", "user_list", "username_rejected");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserName {
        value = Normalizer.normalize(value.strip(), Normalizer.Form.NFC);
        int length = value.codePointCount(0, value.length());
        if (length < 1 || length > MAX_CODE_POINTS) {
            throw new InvalidValueException("A name has 1 to 32 characters, not " + length + ".");
        }
        value.codePoints().forEach(UserName::check);
        if (RESERVED.contains(value.toLowerCase(Locale.ROOT))) {
            throw new InvalidValueException("The name " + value + " is reserved. Please choose another.");
        }
    }

    private static void check(int c) {
        if (c == ',' || c == ':') {
            throw new InvalidValueException("A name has no comma and no colon.");
        }
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                throw new InvalidValueException(
                        String.format(Locale.ROOT, "A name has no control or invisible characters (U+%04X).", c));
            default -> {}
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
