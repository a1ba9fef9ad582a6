package chat.parley.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a run did and what it proved, a line for each fault and property. */
final class Report {
    private final List<String> lines = new ArrayList<>();
    private final PrintStream out;
    private int passed;
    private int failed;
    private int skipped;

    Report(PrintStream out) {
        this.out = out;
    }

    synchronized void say(String format, Object... values) {
        out.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
        out.flush();
    }

    synchronized void passed(String what, String figures) {
        passed++;
        add("ok", what, figures);
    }

    synchronized void failed(String what, String why) {
        failed++;
        add("FAIL", what, why);
    }

    synchronized void skipped(String what, String why) {
        skipped++;
        add("skip", what, why);
    }

    private void add(String verdict, String what, String more) {
        String line = "%-4s %-8s %s".formatted(verdict, what, more);
        lines.add(line);
        say(line);
    }

    synchronized boolean isGood() {
        return failed == 0;
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    synchronized String count() {
        return passed + " passed, " + failed + " failed, " + skipped + " skipped";
    }
}
