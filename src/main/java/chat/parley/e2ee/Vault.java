package chat.parley.e2ee;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a device keeps what it must remember, secrets among it: so whoever implements it encrypts what it stores. */
public interface Vault {
    /** What is stored under a name; null if nothing is. */
    byte @Nullable [] get(String name);

    /** Everything whose name begins so, sorted by name. */
    Map<String, byte[]> all(String prefix);

    /** Stores all of it or, where it throws, nothing; empty: forgets what is there. Durable when it returns. */
    void commit(Map<String, Optional<byte[]>> changes);
}
