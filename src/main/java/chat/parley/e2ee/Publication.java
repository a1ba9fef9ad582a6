package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a device gives the server about its account, all in one call: a statement with the list that begins with it, the
 * recovery box, pre-keys of the device. What is null or empty stays as it is.
 */
public record Publication(
        @Nullable Octets statement,
        List<Octets> entries,
        @Nullable Octets box,
        List<Octets> preKeys) {
    public Publication {
        entries = List.copyOf(entries);
        preKeys = List.copyOf(preKeys);
    }
}
