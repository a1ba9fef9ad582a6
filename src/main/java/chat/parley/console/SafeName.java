package chat.parley.console;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** A file name as a peer claims it, reduced to one that stays in its folder and harms nobody. */
final class SafeName {
    private static final int MOST_BYTES = 200;
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private SafeName() {}

    static String of(String claimed) {
        String base = claimed.substring(Math.max(claimed.lastIndexOf('/'), claimed.lastIndexOf('\\')) + 1);
        StringBuilder safe = new StringBuilder();
        base.codePoints().map(c -> isSafe(c) ? c : '_').forEach(safe::appendCodePoint);
        String name = safe.toString().strip().replaceFirst("^[.\\-]+", "_").replaceFirst("[. ]+$", "");
        String stem = name.indexOf('.') < 0 ? name : name.substring(0, name.indexOf('.'));
        if (name.isEmpty() || DEVICES.contains(stem.toLowerCase(Locale.ROOT)) || stem.matches("(?i)(com|lpt)\\d")) {
            name = "file_" + name;
        }
        return shorten(name);
    }

    private static boolean isSafe(int c) {
        return Clean.line(Character.toString(c)).codePointAt(0) == c && "<>:\"|?*~$`".indexOf(c) < 0;
    }

    private static String shorten(String name) {
        int dot = name.lastIndexOf('.');
        String suffix = dot > 0 && name.length() - dot <= 12 ? name.substring(dot) : "";
        StringBuilder stem = new StringBuilder(name.substring(0, name.length() - suffix.length()));
        while ((stem + suffix).getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + suffix;
    }

    /** {@code report.pdf} as {@code report (2).pdf}. */
    static String numbered(String name, int number) {
        int dot = name.lastIndexOf('.');
        return dot > 0
                ? name.substring(0, dot) + " (" + number + ")" + name.substring(dot)
                : name + " (" + number + ")";
    }
}
