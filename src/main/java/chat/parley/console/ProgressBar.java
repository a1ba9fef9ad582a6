package chat.parley.console;

import java.time.Duration;

/** How far a file is, in one line: {@code report.pdf [#####.....] 50% 5.0 MB of 10 MB, 1.0 MB/s, 0:05 left}. */
record ProgressBar(String what, long total, long began) {
    private static final int NAME = 24;
    private static final int LEAST_BAR = 5;
    private static final int MOST_BAR = 30;

    /** @param began how much was there already, so that the speed is that of this attempt */
    ProgressBar {}

    String at(long done, Duration elapsed, int columns) {
        long percent = total == 0 ? 100 : Math.min(100, done * 100 / total);
        String numbers = " " + percent + "% " + Amount.bytes(done) + " of " + Amount.bytes(total) + pace(done, elapsed);
        String name = Width.cut(what, NAME);
        int bar = Math.min(MOST_BAR, columns - 1 - Width.of(name) - 3 - Width.of(numbers));
        if (bar < LEAST_BAR) {
            return Width.cut(name + numbers, columns - 1);
        }
        int full = (int) (bar * percent / 100);
        return name + " [" + "#".repeat(full) + ".".repeat(bar - full) + "]" + numbers;
    }

    private String pace(long done, Duration elapsed) {
        long millis = elapsed.toMillis();
        long moved = done - began;
        if (millis < 200 || moved <= 0) {
            return "";
        }
        long perSecond = Math.max(1, moved * 1000 / millis);
        String left = done < total ? ", " + Amount.seconds((total - done + perSecond - 1) / perSecond) + " left" : "";
        return ", " + Amount.bytes(perSecond) + "/s" + left;
    }
}
