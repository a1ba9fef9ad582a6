package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What this device holds of somebody's account (section 5.7). {@code candidate}: another account key that was shown since
 * and that the user has not accepted; nothing is sealed to them while it is there. {@code seenHead}: a head of the device
 * list that another device of ours has seen, so that what is shown here must contain it.
 */
public record Contact(
        UserId user,
        Octets fingerprint,
        boolean verified,
        @Nullable Octets candidate,
        @Nullable Octets seenHead) {
    public boolean isChanged() {
        return candidate != null;
    }

    /** The account that the server shows now, whether it is accepted or not. */
    Octets shown() {
        return candidate == null ? fingerprint : candidate;
    }

    byte[] toBytes() {
        WireWriter out = WireWriter.structure()
                .id(user.value())
                .octets(fingerprint)
                .flag(verified)
                .flag(candidate != null);
        if (candidate != null) {
            out.octets(candidate);
        }
        out.flag(seenHead != null);
        if (seenHead != null) {
            out.octets(seenHead);
        }
        return out.toBytes();
    }

    static Contact parse(byte[] bytes) {
        WireReader in = new WireReader("a kept contact", bytes, 200);
        in.version();
        return new Contact(
                new UserId(in.id()),
                in.octets(32),
                in.flag(),
                in.flag() ? in.octets(32) : null,
                in.flag() ? in.octets(32) : null);
    }
}
