package chat.parley.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 512}, {@code 64KiB}, {@code 100MB} (powers of 1024 with i, of 1000 without). */
public record Size(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})\\s*([kmgt]i?b|b)?", Pattern.CASE_INSENSITIVE);

    static Size parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("a size such as 512, 64KiB or 100MB");
        }
        String unit = form.group(2) == null ? "b" : form.group(2).toLowerCase(Locale.ROOT);
        long base = unit.contains("i") ? 1024 : 1000;
        int power = "bkmgt".indexOf(unit.charAt(0));
        long factor = 1;
        for (int i = 0; i < power; i++) {
            factor *= base;
        }
        return new Size(Math.multiplyExact(Long.parseLong(form.group(1)), factor));
    }

    /** For people: the unit that makes the shortest number. */
    @Override
    public String toString() {
        String[] units = {"TiB", "GiB", "MiB", "KiB", "TB", "GB", "MB", "kB"};
        long[] factors = {1L << 40, 1L << 30, 1L << 20, 1L << 10, 1_000_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L
        };
        long number = bytes;
        String unit = "B";
        for (int i = 0; i < units.length; i++) {
            if (bytes % factors[i] == 0 && bytes / factors[i] < number) {
                number = bytes / factors[i];
                unit = units[i];
            }
        }
        return number + unit;
    }

    /** As an int, for what has to fit into memory. */
    public int toInt() {
        return Math.toIntExact(bytes);
    }
}
