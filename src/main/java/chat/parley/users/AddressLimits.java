package chat.parley.users;

import chat.parley.bus.Failure;
import chat.parley.bus.Users.Arrive;
import chat.parley.bus.Users.Through;
import chat.parley.config.Settings;
import chat.parley.model.ConnectionId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What one address may have and do: connections at a time, log-ins a minute, new accounts an hour; and guesses per name. */
final class AddressLimits {
    private final Settings.Limits limits;
    private final Map<ConnectionId, Arrive> connections = new HashMap<>();
    private final Map<String, Integer> perAddress = new HashMap<>();
    private final Buckets logins;
    private final Buckets accounts;
    private final Buckets guesses;

    AddressLimits(Settings.Limits limits) {
        this.limits = limits;
        this.logins = new Buckets(limits.loginsPerMinute(), TimeUnit.MINUTES.toNanos(1));
        this.accounts = new Buckets(limits.accountsPerHour(), TimeUnit.HOURS.toNanos(1));
        this.guesses = new Buckets(limits.passwordsPerMinute(), TimeUnit.MINUTES.toNanos(1));
    }

    void arrive(Arrive arrive) {
        String address = arrive.address();
        if (connections.size() >= limits.connections()) {
            throw Failure.TOO_MANY.because("The server is full: " + limits.connections() + " connections.");
        }
        int already = perAddress.getOrDefault(address, 0);
        if (already >= limits.connectionsPerAddress()) {
            throw Failure.TOO_MANY.because(
                    "Too many connections from your address: " + limits.connectionsPerAddress() + " are allowed.");
        }
        connections.put(arrive.connection(), arrive);
        perAddress.put(address, already + 1);
    }

    void depart(ConnectionId connection) {
        Arrive departed = connections.remove(connection);
        if (departed != null) {
            perAddress.computeIfPresent(departed.address(), (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /** How many connections there are, of each door that has any. */
    Map<Through, Integer> perDoor() {
        Map<Through, Integer> counts = new EnumMap<>(Through.class);
        connections.values().forEach(each -> counts.merge(each.door(), 1, Integer::sum));
        return counts;
    }

    void login(String address) {
        if (!logins.take(address, System.nanoTime())) {
            throw Failure.RATE_LIMITED.because(
                    "Too many log-ins from your address: " + limits.loginsPerMinute() + " a minute are allowed.");
        }
    }

    void account(String address) {
        if (!accounts.take(address, System.nanoTime())) {
            throw Failure.RATE_LIMITED.because(
                    "Too many new accounts from your address: " + limits.accountsPerHour() + " an hour are allowed.");
        }
    }

    /** Nothing came of it. */
    void noAccount(String address) {
        accounts.giveBack(address);
    }

    /** @param place of a name; names share the allowance of a place, so that made-up names take no memory */
    void guess(String place) {
        if (!guesses.take(place, System.nanoTime())) {
            throw Failure.RATE_LIMITED.because("Too many wrong passwords for this name: " + limits.passwordsPerMinute()
                    + " a minute are allowed. Please wait a minute.");
        }
    }

    /** It was right. */
    void noGuess(String place) {
        guesses.giveBack(place);
    }

    /** Forgets what is as good as new. */
    void sweep() {
        long now = System.nanoTime();
        logins.sweep(now);
        accounts.sweep(now);
        guesses.sweep(now);
    }
}
