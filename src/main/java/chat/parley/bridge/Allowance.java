package chat.parley.bridge;

/** So many a second with a burst of ten times as many: a bucket that refills evenly. */
final class Allowance {
    private static final int BURST_SECONDS = 10;

    private final int perSecond;
    private double left;
    private long filledAt;

    Allowance(int perSecond, long nanoTime) {
        this.perSecond = perSecond;
        this.left = (double) perSecond * BURST_SECONDS;
        this.filledAt = nanoTime;
    }

    /** Takes one; false when there is none left. */
    boolean take(long nanoTime) {
        double earned = (nanoTime - filledAt) / 1e9 * perSecond;
        left = Math.min((double) perSecond * BURST_SECONDS, left + earned);
        filledAt = nanoTime;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
