package chat.parley.e2ee;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects what one operation changes, and hands it to the vault at once. Reads see what was collected. */
final class Jotter {
    private final Vault vault;
    private final Map<String, Optional<byte[]>> changes = new LinkedHashMap<>();

    Jotter(Vault vault) {
        this.vault = vault;
    }

    byte @Nullable [] get(String name) {
        Optional<byte[]> changed = changes.get(name);
        if (changed != null) {
            return changed.orElse(null);
        }
        return vault.get(name);
    }

    Map<String, byte[]> all(String prefix) {
        Map<String, byte[]> all = new TreeMap<>(vault.all(prefix));
        changes.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                value.ifPresentOrElse(bytes -> all.put(name, bytes), () -> all.remove(name));
            }
        });
        return all;
    }

    void put(String name, byte[] value) {
        changes.put(name, Optional.of(value));
    }

    void remove(String name) {
        changes.put(name, Optional.empty());
    }

    /** What was collected is remembered from here on. */
    void commit() {
        if (!changes.isEmpty()) {
            vault.commit(Map.copyOf(changes));
            changes.clear();
        }
    }

    /** Forgets what was collected, for an operation that failed. */
    void drop() {
        changes.clear();
    }
}
