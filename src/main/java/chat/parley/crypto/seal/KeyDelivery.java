package chat.parley.crypto.seal;

import chat.parley.model.RoomId;
import chat.parley.model.UserId;

/** Chain keys on their way to one device (section 3.5). Whether its signature is right is for who knows the device's key. */
public record KeyDelivery(Header header, Octets enc, Octets ciphertext, Octets bytes) {
    /** Why keys are sent. */
    public enum Purpose implements Coded {
        CHAIN(1),
        ANSWER(2),
        OWN_DEVICE(3);

        private final int code;

        Purpose(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** What stands before the sealed keys, and is bound to them. {@code rosterHead} zeros and no room: about no room. */
    public record Header(
            Purpose purpose,
            RoomId room,
            Octets rosterHead,
            UserId sender,
            DeviceId senderDevice,
            Octets listHead,
            UserId recipient,
            DeviceId recipientDevice,
            PreKey.Kind preKeyKind,
            long preKey,
            long time) {
        /** As HPKE's additional data. */
        public byte[] toBytes() {
            return write().toBytes();
        }

        WireWriter write() {
            return WireWriter.structure()
                    .code(purpose)
                    .id(room.value())
                    .octets(rosterHead)
                    .id(sender.value())
                    .id(senderDevice.value())
                    .octets(listHead)
                    .id(recipient.value())
                    .id(recipientDevice.value())
                    .code(preKeyKind)
                    .u32(preKey)
                    .u64(time);
        }

        public boolean isAboutARoom() {
            return !room.equals(WireWriter.noRoom());
        }
    }

    public static KeyDelivery make(Signer device, Header header, byte[] enc, byte[] ciphertext) {
        return parse(header.write().bytes(enc).bytes16(ciphertext).signedBy(device, Label.KEY_DELIVERY));
    }

    public static KeyDelivery parse(Octets bytes) {
        WireReader in = WireReader.structure("a key delivery", bytes);
        Purpose purpose = in.coded(Purpose.values());
        Header header = new Header(
                purpose,
                Ids.room(in),
                in.octets(32),
                Ids.user(in),
                Ids.device(in),
                in.octets(32),
                Ids.user(in),
                Ids.device(in),
                in.coded(PreKey.Kind.values()),
                in.u32(),
                in.u64());
        Octets enc = in.octets(32);
        Octets ciphertext = Octets.wrap(in.bytes16());
        in.bytes(VerifyKey.SIGNATURE);
        in.end();
        boolean own = header.sender().equals(header.recipient());
        if (purpose == Purpose.OWN_DEVICE && !own) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "A delivery to an own device goes to the same user.");
        }
        if (purpose != Purpose.OWN_DEVICE && !header.isAboutARoom()) {
            throw new RefusedException(Refusal.MALFORMED, "The delivery names no room.");
        }
        return new KeyDelivery(header, enc, ciphertext, bytes);
    }

    /** Fails {@link Refusal#BAD_SIGNATURE} unless the device with this signing key made it. */
    public void verify(Octets deviceKey) {
        VerifyKey.of(deviceKey).mustHaveSigned(Label.KEY_DELIVERY, bytes, "a key delivery");
    }

    /** By which it is acknowledged: 26 characters. */
    public String id() {
        return Crockford.id(Label.KEY_DELIVERY.structureHash(bytes.view()));
    }
}
