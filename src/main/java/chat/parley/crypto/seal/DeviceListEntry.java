package chat.parley.crypto.seal;

import chat.parley.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One step of a user's device list (section 3.2). {@code deviceKey} and its {@code proof} are there when a device is added,
 * {@code device} when one is added or removed. Whether the signature is right is the list's to check, which knows the key.
 */
public record DeviceListEntry(
        Kind kind,
        UserId user,
        long epoch,
        long index,
        Octets previous,
        long time,
        @Nullable Octets deviceKey,
        @Nullable Octets proof,
        @Nullable DeviceId device,
        Octets bytes) {
    /** What a step does. */
    public enum Kind implements Coded {
        ADD(1),
        REMOVE(2),
        /** Says that the list is still what it was. */
        RENEW(3);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** A device's own word that this key is its own and of this user. */
    public static byte[] proof(Signer device, UserId user) {
        return device.sign(Label.DEVICE, proven(user, device.publicKey()));
    }

    /** Whether a device's own word is right. */
    public static boolean proves(UserId user, Octets deviceKey, byte[] proof) {
        return VerifyKey.of(deviceKey).signed(Label.DEVICE, proven(user, deviceKey), proof);
    }

    public static DeviceListEntry add(Signer list, DeviceList after, Octets deviceKey, byte[] proof, long time) {
        return parse(
                begin(Kind.ADD, after, time).octets(deviceKey).bytes(proof).signedBy(list, Label.DEVICE_LIST_ENTRY));
    }

    public static DeviceListEntry remove(Signer list, DeviceList after, DeviceId device, long time) {
        return parse(begin(Kind.REMOVE, after, time).id(device.value()).signedBy(list, Label.DEVICE_LIST_ENTRY));
    }

    public static DeviceListEntry renew(Signer list, DeviceList after, long time) {
        return parse(begin(Kind.RENEW, after, time).signedBy(list, Label.DEVICE_LIST_ENTRY));
    }

    private static WireWriter begin(Kind kind, DeviceList after, long time) {
        return WireWriter.structure()
                .code(kind)
                .id(after.statement().user().value())
                .u32(after.statement().epoch())
                .u32(after.size())
                .octets(after.head())
                .u64(time);
    }

    public static DeviceListEntry parse(Octets bytes) {
        WireReader in = WireReader.structure("a device-list entry", bytes);
        Kind kind = in.coded(Kind.values());
        UserId user = Ids.user(in);
        long epoch = in.u32();
        long index = in.u32();
        Octets previous = in.octets(32);
        long time = in.u64();
        Octets key = null;
        Octets proof = null;
        DeviceId device = null;
        if (kind == Kind.ADD) {
            key = in.octets(VerifyKey.LENGTH);
            device = DeviceId.of(key);
            proof = in.octets(VerifyKey.SIGNATURE);
            if (!proves(user, key, proof.view())) {
                throw new RefusedException(Refusal.BAD_SIGNATURE, "The added device did not sign for itself.");
            }
        } else if (kind == Kind.REMOVE) {
            device = Ids.device(in);
        }
        in.bytes(VerifyKey.SIGNATURE);
        in.end();
        return new DeviceListEntry(kind, user, epoch, index, previous, time, key, proof, device, bytes);
    }

    public Octets hash() {
        return Label.DEVICE_LIST_ENTRY.structureHash(bytes.view());
    }

    private static byte[] proven(UserId user, Octets key) {
        return new WireWriter().id(user.value()).octets(key).toBytes();
    }
}
