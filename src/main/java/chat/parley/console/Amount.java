package chat.parley.console;

import java.util.Locale;

/** Sizes and times as a person reads them. */
final class Amount {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

    private Amount() {}

    /** In steps of 1000, such as {@code 12.3 kB}. */
    static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 999.5 && unit < UNITS.length - 1) {
            amount /= 1000;
            unit++;
        }
        String digits = unit == 0 || amount >= 99.95 ? "%.0f" : "%.1f";
        return String.format(Locale.ROOT, digits, amount) + " " + UNITS[unit];
    }

    /** Such as {@code 0:07}, {@code 12:30} or {@code 1:02:03}. */
    static String seconds(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
