package chat.parley.users;

import java.util.HashMap;
import java.util.Map;

/** So many in a period for each key: buckets that refill evenly. */
final class Buckets {
    private final int capacity;
    private final double periodNanos;
    private final Map<String, Bucket> buckets = new HashMap<>();

    private static final class Bucket {
        double left;
        long filledAt;
    }

    Buckets(int capacity, long periodNanos) {
        this.capacity = capacity;
        this.periodNanos = periodNanos;
    }

    /** Takes one; false when there is none left. */
    boolean take(String key, long nanoTime) {
        Bucket bucket = buckets.computeIfAbsent(key, unused -> {
            Bucket full = new Bucket();
            full.left = capacity;
            full.filledAt = nanoTime;
            return full;
        });
        refill(bucket, nanoTime);
        if (bucket.left < 1) {
            return false;
        }
        bucket.left--;
        return true;
    }

    /** What was taken need not have been. */
    void giveBack(String key) {
        Bucket bucket = buckets.get(key);
        if (bucket != null) {
            bucket.left = Math.min(capacity, bucket.left + 1);
        }
    }

    /** Forgets those that are full again. */
    void sweep(long nanoTime) {
        buckets.values().removeIf(bucket -> {
            refill(bucket, nanoTime);
            return bucket.left >= capacity;
        });
    }

    private void refill(Bucket bucket, long nanoTime) {
        double earned = (nanoTime - bucket.filledAt) / periodNanos * capacity;
        bucket.left = Math.min(capacity, bucket.left + earned);
        bucket.filledAt = nanoTime;
    }
}
