package chat.parley.crypto.seal;

import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.ArrayList;
import java.util.List;

/**
 * One signed step of a sealed room's roster (section 3.4). Its signature was checked against the device key that it
 * names; whether that key is one of its author's, and whether the author may, is checked elsewhere. {@code room} is the
 * room's id also in the first entry, which does not say it.
 */
public record RosterEntry(
        Kind kind,
        RoomId room,
        long index,
        Octets previous,
        long time,
        UserId author,
        Octets authorKey,
        Octets listHead,
        List<RosterChange> changes,
        Octets bytes) {
    public static final int MOST_CHANGES = 700;

    /** What room it is. */
    public enum Kind implements Coded {
        DIRECT(1),
        PRIVATE(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }
    }

    /** Who signs an entry: a device of a user, whose device list is at this head. */
    public record Author(UserId user, Signer device, Octets listHead) {}

    public RosterEntry {
        changes = List.copyOf(changes);
    }

    /** The first entry of a new room. {@code random}: 32 bytes. */
    public static RosterEntry first(Kind kind, Octets random, Author author, List<RosterChange> changes, long time) {
        return make(kind, WireWriter.noRoom(), 0, random, author, changes, time);
    }

    /** The entry that follows what a roster is now. */
    public static RosterEntry after(Roster roster, Author author, List<RosterChange> changes, long time) {
        return make(roster.kind(), roster.room(), roster.size(), roster.head(), author, changes, time);
    }

    private static RosterEntry make(
            Kind kind, RoomId room, long index, Octets previous, Author author, List<RosterChange> changes, long time) {
        WireWriter out = WireWriter.structure()
                .code(kind)
                .id(room.value())
                .u32(index)
                .octets(previous)
                .u64(time)
                .id(author.user().value())
                .octets(author.device().publicKey())
                .octets(author.listHead())
                .u16(changes.size());
        changes.forEach(change -> RosterChange.write(change, out));
        return parse(out.signedBy(author.device(), Label.ROSTER_ENTRY));
    }

    public static RosterEntry parse(Octets bytes) {
        String what = "a roster entry";
        WireReader in = WireReader.structure(what, bytes);
        Kind kind = in.coded(Kind.values());
        RoomId room = Ids.room(in);
        long index = in.u32();
        if (index == 0 != room.equals(WireWriter.noRoom())) {
            throw in.malformed("the first entry alone names no room");
        }
        Octets previous = in.octets(32);
        long time = in.u64();
        UserId author = Ids.user(in);
        Octets authorKey = in.octets(VerifyKey.LENGTH);
        Octets listHead = in.octets(32);
        int count = in.u16();
        if (count < 1 || count > MOST_CHANGES) {
            throw in.malformed("it has 1 to " + MOST_CHANGES + " changes, not " + count);
        }
        List<RosterChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            changes.add(RosterChange.read(in));
        }
        in.bytes(VerifyKey.SIGNATURE);
        in.end();
        VerifyKey.of(authorKey).mustHaveSigned(Label.ROSTER_ENTRY, bytes, what);
        RoomId id = index == 0 ? new RoomId(Crockford.id(hash(bytes))) : room;
        return new RosterEntry(kind, id, index, previous, time, author, authorKey, listHead, changes, bytes);
    }

    public Octets hash() {
        return hash(bytes);
    }

    public DeviceId authorDevice() {
        return DeviceId.of(authorKey);
    }

    private static Octets hash(Octets bytes) {
        return Label.ROSTER_ENTRY.structureHash(bytes.view());
    }
}
