package chat.parley.crypto.seal;

import chat.parley.model.RoomId;
import chat.parley.model.UserId;

/** A device's wish for keys that it lacks (section 3.6). */
public record KeyRequest(
        RoomId room,
        Octets rosterHead,
        To to,
        UserId asker,
        DeviceId askerDevice,
        Octets listHead,
        UserId owner,
        DeviceId ownerDevice,
        Octets chain,
        long index,
        long time,
        Octets bytes) {
    public static final int CHAIN_ID = 16;

    /** Who is asked. */
    public enum To implements Coded {
        OWN_DEVICES(1),
        OWNER(2);

        private final int code;

        To(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** What is wanted: a chain, from an index on. */
    public record Wanted(UserId owner, DeviceId device, Octets chain, long index) {}

    public static KeyRequest make(
            RosterEntry.Author asker, RoomId room, Octets rosterHead, To to, Wanted wanted, long time) {
        return parse(WireWriter.structure()
                .id(room.value())
                .octets(rosterHead)
                .code(to)
                .id(asker.user().value())
                .id(DeviceId.of(asker.device().publicKey()).value())
                .octets(asker.listHead())
                .id(wanted.owner().value())
                .id(wanted.device().value())
                .octets(wanted.chain())
                .u32(wanted.index())
                .u64(time)
                .signedBy(asker.device(), Label.KEY_REQUEST));
    }

    public static KeyRequest parse(Octets bytes) {
        WireReader in = WireReader.structure("a key request", bytes);
        RoomId room = Ids.room(in);
        Octets rosterHead = in.octets(32);
        To to = in.coded(To.values());
        UserId asker = Ids.user(in);
        DeviceId askerDevice = Ids.device(in);
        Octets listHead = in.octets(32);
        UserId owner = Ids.user(in);
        DeviceId ownerDevice = Ids.device(in);
        Octets chain = in.octets(CHAIN_ID);
        long index = in.u32();
        long time = in.u64();
        in.bytes(VerifyKey.SIGNATURE);
        in.end();
        return new KeyRequest(
                room, rosterHead, to, asker, askerDevice, listHead, owner, ownerDevice, chain, index, time, bytes);
    }

    /** Fails {@link Refusal#BAD_SIGNATURE} unless the device with this signing key made it. */
    public void verify(Octets deviceKey) {
        if (!DeviceId.of(deviceKey).equals(askerDevice)) {
            throw new RefusedException(Refusal.BAD_SIGNATURE, "The key request is another device's.");
        }
        VerifyKey.of(deviceKey).mustHaveSigned(Label.KEY_REQUEST, bytes, "a key request");
    }
}
