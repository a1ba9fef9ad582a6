package chat.parley.console;

/** What others wrote, made harmless for a terminal: no control characters, no turned reading direction. */
final class Clean {
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int TAG_FIRST = 0xE0020;
    private static final int TAG_LAST = 0xE007F;

    private Clean() {}

    /** Lines stay lines; a tab becomes spaces. */
    static String text(String foreign) {
        return clean(foreign.replace("\r\n", "\n"), true);
    }

    /** One line, whatever came. */
    static String line(String foreign) {
        return clean(foreign, false);
    }

    private static String clean(String foreign, boolean lines) {
        StringBuilder clean = new StringBuilder(foreign.length());
        foreign.codePoints().forEach(c -> {
            if (c == '\n' && lines) {
                clean.append('\n');
            } else if (c == '\t' && lines) {
                clean.append("    ");
            } else if (isHarmless(c)) {
                clean.appendCodePoint(c);
            } else {
                clean.append('\uFFFD');
            }
        });
        return clean.toString();
    }

    private static boolean isHarmless(int c) {
        // Emoji are joined and flags are spelled with characters that are otherwise invisible
        if (c == ZERO_WIDTH_JOINER || c == 0x200C || (c >= TAG_FIRST && c <= TAG_LAST)) {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
