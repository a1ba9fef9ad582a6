package chat.parley.e2ee;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;

/** A vault in memory, of which copies can be taken as of a disk. */
@NullUnmarked
final class MemoryVault implements Vault {
    private final TreeMap<String, byte[]> entries = new TreeMap<>();

    MemoryVault copy() {
        MemoryVault copy = new MemoryVault();
        entries.forEach((name, bytes) -> copy.entries.put(name, bytes.clone()));
        return copy;
    }

    @Override
    public byte[] get(String name) {
        byte[] bytes = entries.get(name);
        return bytes == null ? null : bytes.clone();
    }

    @Override
    public Map<String, byte[]> all(String prefix) {
        TreeMap<String, byte[]> all = new TreeMap<>();
        entries.subMap(prefix, prefix + Character.MAX_VALUE).forEach((name, bytes) -> all.put(name, bytes.clone()));
        return all;
    }

    @Override
    public void commit(Map<String, Optional<byte[]>> changes) {
        changes.forEach((name, value) ->
                value.ifPresentOrElse(bytes -> entries.put(name, bytes.clone()), () -> entries.remove(name)));
    }

    /** The values, for who searches them. */
    Iterable<byte[]> values() {
        return entries.values();
    }
}
