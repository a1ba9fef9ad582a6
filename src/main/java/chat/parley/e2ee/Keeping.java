package chat.parley.e2ee;

import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.model.RoomId;

/** What the parts of one room share. */
record Keeping(
        RoomId room,
        Jotter vault,
        Surroundings around,
        Identity self,
        Contacts contacts,
        Profiles profiles,
        RosterBook book,
        Archive archive) {
    RosterEntry.Author author() {
        return self.author(contacts);
    }

    Audience audience(Roster roster) {
        return Audience.of(roster, contacts, self);
    }
}
