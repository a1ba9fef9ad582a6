package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import chat.parley.model.UserId;
import java.util.List;

/**
 * What the server says of a user's devices, to be checked. {@code current}: it claims that this is the user's account now
 * and its whole history up to now; otherwise it is an account that the user had once.
 */
public record PublishedDevices(UserId user, boolean current, List<Epoch> epochs) {
    /** A statement and the entries of its list from one on, by their number. */
    public record Epoch(Octets statement, int from, List<Octets> entries) {
        public Epoch {
            entries = List.copyOf(entries);
        }
    }

    public PublishedDevices {
        epochs = List.copyOf(epochs);
    }
}
