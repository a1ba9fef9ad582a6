package chat.parley.console;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** How many columns text takes, and text in lines of so many columns. */
final class Width {
    private static final int JOINER = 0x200D;
    private static final int EMOJI_STYLE = 0xFE0F;

    private Width() {}

    static int of(String text) {
        int columns = 0;
        int last = 0;
        int[] codePoints = text.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i++) {
            boolean joined = i > 0 && codePoints[i - 1] == JOINER;
            int width = joined ? 0 : of(codePoints[i]);
            if (codePoints[i] == EMOJI_STYLE && last == 1) {
                width = 1;
            }
            columns += width;
            last = width;
        }
        return columns;
    }

    private static int of(int codePoint) {
        return codePoint == JOINER || codePoint == EMOJI_STYLE ? 0 : Math.max(0, WCWidth.wcwidth(codePoint));
    }

    /** Cut to so many columns, with an ellipsis where something is missing. */
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder cut = new StringBuilder(text);
        while (cut.length() > 0 && of(cut.toString()) > columns - 1) {
            cut.setLength(text.offsetByCodePoints(cut.length(), -1));
        }
        return cut.append('…').toString();
    }

    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - of(text)));
    }

    /** Breaks between words where it can; line ends stay. The first line has {@code first} columns, the others {@code rest}. */
    static List<String> wrap(String text, int first, int rest) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split("(?<= )(?! )", -1)) {
                int room = lines.isEmpty() ? first : rest;
                if (line.length() > 0 && of(line + word.stripTrailing()) > room) {
                    lines.add(line.toString().stripTrailing());
                    line.setLength(0);
                }
                line.append(word);
                breakLong(line, lines, first, rest);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static void breakLong(StringBuilder line, List<String> lines, int first, int rest) {
        while (of(line.toString().stripTrailing()) > (lines.isEmpty() ? first : rest)) {
            int columns = Math.max(2, lines.isEmpty() ? first : rest);
            int end = 0;
            int used = 0;
            while (end < line.length()) {
                int c = line.codePointAt(end);
                used += of(c);
                if (used > columns) {
                    break;
                }
                end += Character.charCount(c);
            }
            end = Math.max(end, Character.charCount(line.codePointAt(0)));
            lines.add(line.substring(0, end));
            line.delete(0, end);
        }
    }
}
