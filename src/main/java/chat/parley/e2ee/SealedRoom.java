package chat.parley.e2ee;

import chat.parley.model.RoomId;

/** The parts of one room. */
final class SealedRoom {
    private final Keeping keeping;
    private final Outgoing outgoing;
    private final Pending pending;
    private final Opening opening;

    SealedRoom(RoomId room, Jotter vault, Surroundings around, Identity self, Contacts contacts, Backup backup) {
        Profiles profiles = new Profiles(vault, backup);
        keeping = new Keeping(
                room,
                vault,
                around,
                self,
                contacts,
                profiles,
                new RosterBook(vault, contacts, room),
                new Archive(vault, backup, room));
        outgoing = new Outgoing(keeping);
        pending = new Pending(keeping, outgoing);
        opening = new Opening(keeping, outgoing);
    }

    Keeping keeping() {
        return keeping;
    }

    RosterBook book() {
        return keeping.book();
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Pending pending() {
        return pending;
    }

    Opening opening() {
        return opening;
    }

    /** The highest place in the journal of which anything is known here. */
    long lastSeq() {
        return Math.max(keeping.archive().lastSeq(), book().lastSeq());
    }
}
