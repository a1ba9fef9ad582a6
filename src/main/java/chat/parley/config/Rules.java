package chat.parley.config;

import java.time.Duration;

/** The checks that settings share. What they throw, {@link Binder} completes with place and full key. */
final class Rules {
    private Rules() {}

    /** A broken rule, before its place is known. */
    static final class Broken extends IllegalArgumentException {
        final String key;
        final String value;
        final String right;

        Broken(String key, Object value, String right) {
            super(key + " is " + value + ", should be " + right);
            this.key = key;
            this.value = String.valueOf(value);
            this.right = right;
        }
    }

    static void that(boolean holds, String key, Object value, String right) {
        if (!holds) {
            throw new Broken(key, value, right);
        }
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    static void host(String value) {
        that(
                !value.isEmpty() && value.chars().noneMatch(c -> c <= ' ' || c == '/'),
                "host",
                value,
                "an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them");
    }

    static void port(String key, int value) {
        between(key, value, 0, 65_535);
    }

    static void between(String key, int value, int least, int most) {
        that(value >= least && value <= most, key, value, "from " + least + " to " + most);
    }

    static void between(String key, Duration value, Duration least, Duration most) {
        that(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                key,
                Durations.format(value),
                "from " + Durations.format(least) + " to " + Durations.format(most));
    }
}
