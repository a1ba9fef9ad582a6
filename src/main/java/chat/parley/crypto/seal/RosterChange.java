package chat.parley.crypto.seal;

import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;

/** One change of a sealed room (section 3.4). */
public sealed interface RosterChange {
    record Add(UserId user, Octets fingerprint, Role role) implements RosterChange {}

    record Remove(UserId user) implements RosterChange {}

    record SetRole(UserId user, Role role) implements RosterChange {}

    record SetHistory(Room.History rule) implements RosterChange {}

    /** Name, topic and picture, sealed; {@code commitment} tells the right key. */
    record Profile(Octets commitment, Octets sealed) implements RosterChange {}

    /** A member's new account key is accepted. */
    record Account(UserId user, Octets fingerprint) implements RosterChange {}

    /** The room follows an open one, whose last entry was {@code seq}. */
    record Origin(RoomId room, long seq) implements RosterChange {}

    /** Nothing changes; who signs it stands for the members as they are. */
    record Confirm() implements RosterChange {}

    static RosterChange read(WireReader in) {
        int kind = in.kind(8);
        return switch (kind) {
            case 1 -> new Add(Ids.user(in), in.octets(32), role(in));
            case 2 -> new Remove(Ids.user(in));
            case 3 -> new SetRole(Ids.user(in), role(in));
            case 4 -> new SetHistory(in.kind(2) == 1 ? Room.History.ALL : Room.History.JOINED);
            case 5 -> new Profile(in.octets(32), Octets.wrap(in.bytes16()));
            case 6 -> new Account(Ids.user(in), in.octets(32));
            case 7 -> new Origin(Ids.room(in), in.u64());
            default -> new Confirm();
        };
    }

    static void write(RosterChange change, WireWriter out) {
        if (change instanceof Add add) {
            out.u8(1).id(add.user().value()).octets(add.fingerprint());
            out.u8(add.role().rank());
        } else if (change instanceof Remove remove) {
            out.u8(2).id(remove.user().value());
        } else if (change instanceof SetRole set) {
            out.u8(3).id(set.user().value()).u8(set.role().rank());
        } else if (change instanceof SetHistory set) {
            out.u8(4).u8(set.rule() == Room.History.ALL ? 1 : 2);
        } else if (change instanceof Profile profile) {
            out.u8(5).octets(profile.commitment()).bytes16(profile.sealed().view());
        } else if (change instanceof Account account) {
            out.u8(6).id(account.user().value()).octets(account.fingerprint());
        } else if (change instanceof Origin origin) {
            out.u8(7).id(origin.room().value()).u64(origin.seq());
        } else {
            out.u8(8);
        }
    }

    private static Role role(WireReader in) {
        int rank = in.u8();
        if (rank >= Role.values().length) {
            throw in.malformed("a role from 0 to 2 is expected, not " + rank);
        }
        return Role.ofRank(rank);
    }
}
