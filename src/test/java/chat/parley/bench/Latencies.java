package chat.parley.bench;

/** Times counted by the microsecond, up to a second. */
final class Latencies {
    static final Latencies NONE = new Latencies(1);

    private static final int SECOND = 1_000_000;

    private final int[] counts;
    private long total;

    private Latencies(int size) {
        counts = new int[size];
    }

    Latencies() {
        this(SECOND + 1);
    }

    void record(long since) {
        if (counts.length == 1) {
            return;
        }
        long micros = (System.nanoTime() - since) / 1000;
        counts[(int) Math.max(0, Math.min(micros, SECOND))]++;
        total++;
    }

    /** The time in milliseconds below which so many of a hundred lie. */
    double percentile(double percent) {
        long before = 0;
        for (int micros = 0; micros < counts.length; micros++) {
            before += counts[micros];
            if (before >= total * percent / 100) {
                return micros / 1000.0;
            }
        }
        return SECOND / 1000.0;
    }
}
