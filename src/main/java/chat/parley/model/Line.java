package chat.parley.model;

import java.text.Normalizer;
import java.util.Locale;

/** One line of text that somebody typed: in NFC, trimmed, without what could break a line, hide or turn the direction. */
public final class Line {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Line() {}

    /**
     * The line, or {@link InvalidValueException}.
     *
     * @param what how a sentence names it, such as "A topic"
     */
    public static String of(String what, String text, int mostCodePoints) {
        String line = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        int length = line.codePointCount(0, line.length());
        if (length > mostCodePoints) {
            throw new InvalidValueException(
                    what + " has at most " + mostCodePoints + " characters, not " + length + ".");
        }
        line.codePoints().forEach(c -> check(what, c));
        return line;
    }

    private static void check(String what, int c) {
        // These two are letters' glue in Persian and Indic scripts, and hold emoji together.
        if (c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER) {
            return;
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
                        String.format(Locale.ROOT, "%s has no control or invisible characters (U+%04X).", what, c));
            default -> {}
        }
    }
}
