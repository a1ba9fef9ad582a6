package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One thing that the backup remembers (section 5.3). */
sealed interface BackupRecord {
    /** Where a list with no entry has its last one. */
    long NO_ENTRY = 0xffff_ffffL;

    int LAST_TYPE = 6;

    record Chain(RoomId room, Payload.Chain chain) implements BackupRecord {}

    @SuppressWarnings("ArrayRecordComponent")
    record DeviceSigningKey(long epoch, byte[] seed) implements BackupRecord {}

    record Pin(UserId user, Octets fingerprint, boolean verified, long epoch, long index, Octets head)
            implements BackupRecord {
        static Pin of(Contact contact, DeviceHistory history) {
            int size = history.current().size();
            return new Pin(
                    contact.user(),
                    contact.fingerprint(),
                    contact.verified(),
                    history.current().statement().epoch(),
                    size == 0 ? NO_ENTRY : size - 1,
                    history.current().head());
        }
    }

    record DeviceName(DeviceId device, String name) implements BackupRecord {}

    record RosterHead(RoomId room, long index, Octets head) implements BackupRecord {}

    @SuppressWarnings("ArrayRecordComponent")
    record ProfileKey(RoomId room, Octets commitment, byte[] key) implements BackupRecord {}

    /** Names what it is about: a later record with the same name takes its place. */
    default String about() {
        if (this instanceof Chain chain) {
            return "1/" + chain.room() + "/" + chain.chain().id().hex();
        } else if (this instanceof DeviceSigningKey) {
            return "2";
        } else if (this instanceof Pin pin) {
            return "3/" + pin.user();
        } else if (this instanceof DeviceName name) {
            return "4/" + name.device();
        } else if (this instanceof RosterHead head) {
            return "5/" + head.room();
        }
        ProfileKey key = (ProfileKey) this;
        return "6/" + key.room() + "/" + key.commitment().hex();
    }

    /** Its type and fields, as they stand in a segment. */
    default byte[] toBytes() {
        WireWriter fields = new WireWriter();
        int type;
        if (this instanceof Chain chain) {
            type = 1;
            fields.id(chain.room().value());
            chain.chain().write(fields);
        } else if (this instanceof DeviceSigningKey key) {
            type = 2;
            fields.u32(key.epoch()).bytes(key.seed());
        } else if (this instanceof Pin pin) {
            type = 3;
            fields.id(pin.user().value()).octets(pin.fingerprint()).u8(pin.verified() ? 2 : 1);
            fields.u32(pin.epoch()).u32(pin.index()).octets(pin.head());
        } else if (this instanceof DeviceName name) {
            type = 4;
            fields.id(name.device().value()).bytes16(name.name().getBytes(StandardCharsets.UTF_8));
        } else if (this instanceof RosterHead head) {
            type = 5;
            fields.id(head.room().value()).u32(head.index()).octets(head.head());
        } else {
            ProfileKey key = (ProfileKey) this;
            type = 6;
            fields.id(key.room().value()).octets(key.commitment()).bytes(key.key());
        }
        return new WireWriter().u8(type).bytes16(fields.toBytesErasing()).toBytesErasing();
    }

    /** The next record of a piece; null for one that a newer client wrote. */
    static @Nullable BackupRecord read(WireReader segment) {
        int type = segment.u8();
        WireReader in = new WireReader("a backup record", segment.bytes16(), WireReader.LARGEST);
        if (type < 1 || type > LAST_TYPE) {
            return null;
        }
        BackupRecord record = Ids.checked(in, fields -> read(type, fields));
        in.end();
        return record;
    }

    private static BackupRecord read(int type, WireReader in) {
        return switch (type) {
            case 1 -> new Chain(new RoomId(in.id()), Payload.Chain.read(in));
            case 2 -> new DeviceSigningKey(in.u32(), in.bytes(SigningKey.SEED));
            case 3 -> new Pin(new UserId(in.id()), in.octets(32), in.kind(2) == 2, in.u32(), in.u32(), in.octets(32));
            case 4 -> new DeviceName(new DeviceId(in.id()), new String(in.bytes16(), StandardCharsets.UTF_8));
            case 5 -> new RosterHead(new RoomId(in.id()), in.u32(), in.octets(32));
            default -> new ProfileKey(new RoomId(in.id()), in.octets(32), in.bytes(Aead.KEY));
        };
    }
}
