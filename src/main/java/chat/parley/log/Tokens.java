package chat.parley.log;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words of a text, as the index has them: runs of letters and digits, without case and accents. */
final class Tokens {
    private Tokens() {}

    /** {@code start} and {@code end} are places in the text, in UTF-16 units. */
    record Token(String folded, int start, int end) {}

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>();
        int start = -1;
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            boolean part = Character.isLetterOrDigit(c) || (start >= 0 && isMark(c));
            if (part && start < 0) {
                start = at;
            } else if (!part && start >= 0) {
                tokens.add(token(text, start, at));
                start = -1;
            }
            at += Character.charCount(c);
        }
        if (start >= 0) {
            tokens.add(token(text, start, text.length()));
        }
        return tokens;
    }

    private static boolean isMark(int c) {
        return Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private static Token token(String text, int start, int end) {
        return new Token(fold(text.substring(start, end)), start, end);
    }

    private static String fold(String word) {
        String decomposed = Normalizer.normalize(word, Normalizer.Form.NFD);
        StringBuilder bare = new StringBuilder(decomposed.length());
        decomposed.codePoints().filter(c -> !isMark(c)).forEach(bare::appendCodePoint);
        return Normalizer.normalize(bare, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
