package chat.parley.bridge.tcp;

import chat.parley.config.Settings;
import java.util.HashMap;
import java.util.Map;

/**
 * TLS handshakes under way at one event loop. They are no connections yet, so they are counted here, against the same
 * bounds: whoever opens sockets and says nothing does not get more of them than whoever logs in.
 */
final class Handshakes {
    private final Settings.Limits limits;
    private final Map<String, Integer> perAddress = new HashMap<>();
    private int all;

    Handshakes(Settings.Limits limits) {
        this.limits = limits;
    }

    /** False when there are too many; otherwise {@link #end} is to follow. */
    boolean begin(String address) {
        int already = perAddress.getOrDefault(address, 0);
        if (all >= limits.connections() || already >= limits.connectionsPerAddress()) {
            return false;
        }
        all++;
        perAddress.put(address, already + 1);
        return true;
    }

    void end(String address) {
        all--;
        perAddress.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }
}
