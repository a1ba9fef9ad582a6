package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.model.UserId;
import java.util.Set;

/** What came of a message that was to be opened (section 6.2). */
public sealed interface Reading {
    /** What is not quite right with a message that was opened. */
    enum Flag {
        /** Its sender knew other members than the ones at its place in the journal. */
        STALE_ROSTER,
        /** Its sender's device list had not been confirmed for ten days. */
        OLD_DEVICES,
        /** Its device was taken off before it came. */
        REMOVED_DEVICE,
        /** Its place in the journal contradicts its place in its chain. */
        OUT_OF_ORDER,
        /** Messages before it are missing. */
        GAP,
        /** It is this device's own, but this device did not write it: somebody has a copy of its keys. */
        COPIED_DEVICE
    }

    /** {@code content}: JSON in UTF-8; {@code missing}: how many messages are missing before it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Opened(byte[] content, Set<Flag> flags, DeviceId device, long missing) implements Reading {
        public Opened {
            flags = Set.copyOf(flags);
        }
    }

    /** Its key is not here yet. {@code index}: from where on the chain is needed. */
    record WaitingForKey(UserId owner, DeviceId device, Octets chain, long index) implements Reading {}

    /** A device list or a roster entry that it names is not here yet. */
    record WaitingForLists(UserId user, boolean roster) implements Reading {}

    /** It stands elsewhere already and is shown there. */
    record Repeated(long seq) implements Reading {}

    /** It is not shown, and why. */
    record Refused(Refusal why, String sentence) implements Reading {}
}
