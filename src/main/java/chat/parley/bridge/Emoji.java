package chat.parley.bridge;

import chat.parley.bus.Failure;
import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import java.util.Locale;

/** What counts as one emoji: a single grapheme cluster (Unicode UAX 29) that is shown as a picture. */
final class Emoji {
    /** Families and flags take many; more than this is no emoji but a weight to carry. */
    private static final int MOST_CHARS = 40;

    private static final int PICTURE_SELECTOR = 0xfe0f;
    private static final int KEYCAP = 0x20e3;

    private Emoji() {}

    /** The emoji, when it is one; fails {@code BAD_REQUEST} otherwise. */
    static String checked(String emoji) {
        if (emoji.isEmpty() || emoji.length() > MOST_CHARS || !isPicture(emoji) || !isOne(emoji)) {
            throw Failure.BAD_REQUEST.because("emoji is a single emoji, such as 👍.");
        }
        return emoji;
    }

    private static boolean isPicture(String emoji) {
        int first = emoji.codePointAt(0);
        return UCharacter.hasBinaryProperty(first, UProperty.EMOJI_PRESENTATION)
                || (UCharacter.hasBinaryProperty(first, UProperty.EMOJI)
                        && (emoji.indexOf(PICTURE_SELECTOR) > 0 || emoji.indexOf(KEYCAP) > 0 || first > 0xff));
    }

    private static boolean isOne(String emoji) {
        BreakIterator clusters = BreakIterator.getCharacterInstance(Locale.ROOT);
        clusters.setText(emoji);
        return clusters.next() == emoji.length();
    }
}
