package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.PreKey;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.model.RoomId;
import java.util.Arrays;

/** Seals keys for one device, and opens what was sealed for this one (section 3.5). */
final class Deliveries {
    private Deliveries() {}

    /** What a delivery is about: {@code rosterHead} zeros where it is about no room. */
    record About(KeyDelivery.Purpose purpose, RoomId room, Octets rosterHead) {}

    static KeyDelivery seal(
            About about, RosterEntry.Author sender, PreKey recipient, Payload payload, Surroundings around) {
        KeyDelivery.Header header = new KeyDelivery.Header(
                about.purpose(),
                about.room(),
                about.rosterHead(),
                sender.user(),
                DeviceId.of(sender.device().publicKey()),
                sender.listHead(),
                recipient.user(),
                recipient.device(),
                recipient.kind(),
                recipient.id(),
                around.now());
        byte[] plain = payload.toBytes();
        Hpke.Sealed sealed = Hpke.seal(
                recipient.key(), around.bytes(Agreement.KEY), Label.KEY_DELIVERY.before(), header.toBytes(), plain);
        Arrays.fill(plain, (byte) 0);
        return KeyDelivery.make(sender.device(), header, sealed.enc(), sealed.ciphertext());
    }

    static Payload open(KeyDelivery delivery, byte[] privateHalf) {
        byte[] plain = Hpke.open(
                privateHalf,
                delivery.enc().bytes(),
                Label.KEY_DELIVERY.before(),
                delivery.header().toBytes(),
                delivery.ciphertext().bytes());
        try {
            return Payload.parse(plain);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
