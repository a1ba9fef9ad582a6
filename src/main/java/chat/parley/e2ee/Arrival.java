package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import chat.parley.model.RoomId;
import java.util.List;

/**
 * What came of a key delivery. Only {@link Kind#LATER} is not acknowledged to the server. {@code chains}: what can be read
 * now and could not be before, in {@code room}.
 */
public record Arrival(Kind kind, RoomId room, List<Octets> chains) {
    /** What came of it. */
    public enum Kind {
        TAKEN,
        /** Its pre-key is gone; what it carried has to be asked for where it is still missing. */
        SPENT,
        /** The roster or the sender's device list has to be fetched before it can be judged. */
        LATER
    }

    public Arrival {
        chains = List.copyOf(chains);
    }
}
