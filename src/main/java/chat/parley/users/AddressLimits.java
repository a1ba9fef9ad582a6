package chat.parley.users;

import chat.parley.bus.Failure;
import chat.parley.config.Settings;
import chat.parley.model.ConnectionId;
import java.util.HashMap;
import java.util.Map;

/** What one address may have and do: connections at a time, and log-ins a minute (a bucket that refills evenly). */
final class AddressLimits {
    private static final long MINUTE_NANOS = 60_000_000_000L;

    private final Settings.Limits limits;
    private final Map<ConnectionId, String> connections = new HashMap<>();
    private final Map<String, Integer> perAddress = new HashMap<>();
    private final Map<String, Bucket> logins = new HashMap<>();

    private static final class Bucket {
        double left;
        long filledAt;
    }

    AddressLimits(Settings.Limits limits) {
        this.limits = limits;
    }

    void arrive(ConnectionId connection, String address) {
        if (connections.size() >= limits.connections()) {
            throw Failure.TOO_MANY.because("The server is full: " + limits.connections() + " connections.");
        }
        int already = perAddress.getOrDefault(address, 0);
        if (already >= limits.connectionsPerAddress()) {
            throw Failure.TOO_MANY.because(
                    "Too many connections from your address: " + limits.connectionsPerAddress() + " are allowed.");
        }
        connections.put(connection, address);
        perAddress.put(address, already + 1);
    }

    void depart(ConnectionId connection) {
        String address = connections.remove(connection);
        if (address != null) {
            perAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    void login(String address, long nanoTime) {
        Bucket bucket = logins.computeIfAbsent(address, unused -> {
            Bucket full = new Bucket();
            full.left = limits.loginsPerMinute();
            full.filledAt = nanoTime;
            return full;
        });
        refill(bucket, nanoTime);
        if (bucket.left < 1) {
            throw Failure.RATE_LIMITED.because(
                    "Too many log-ins from your address: " + limits.loginsPerMinute() + " a minute are allowed.");
        }
        bucket.left--;
    }

    /** Forgets the addresses that have their whole allowance again. */
    void sweep(long nanoTime) {
        logins.values().removeIf(bucket -> {
            refill(bucket, nanoTime);
            return bucket.left >= limits.loginsPerMinute();
        });
    }

    private void refill(Bucket bucket, long nanoTime) {
        double earned = (double) (nanoTime - bucket.filledAt) / MINUTE_NANOS * limits.loginsPerMinute();
        bucket.left = Math.min(limits.loginsPerMinute(), bucket.left + earned);
        bucket.filledAt = nanoTime;
    }
}
