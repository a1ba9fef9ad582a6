package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterChange;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.Role;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The roster of one room as this device verified it (sections 3.4 and 6.5), and each entry's place in the journal. */
final class RosterBook {
    private static final int LARGEST = WireReader.LARGEST + 16;

    private final Jotter vault;
    private final Contacts contacts;
    private final RoomId room;
    private final List<Long> seqs = new ArrayList<>();
    private @Nullable Roster roster;
    private boolean doubtful;
    private boolean frozen;
    private long vouched = -1;
    private @Nullable Octets vouchedHead;

    RosterBook(Jotter vault, Contacts contacts, RoomId room) {
        this.vault = vault;
        this.contacts = contacts;
        this.room = room;
        load();
    }

    private void load() {
        byte[] state = vault.get("room/" + room);
        if (state != null) {
            WireReader in = new WireReader("a kept room", state, 200);
            in.version();
            doubtful = in.flag();
            frozen = in.flag();
            if (in.flag()) {
                vouched = in.u32();
                vouchedHead = in.octets(32);
            }
            in.end();
        }
        for (byte[] bytes : vault.all("roster/" + room + "/").values()) {
            WireReader in = new WireReader("a kept roster entry", bytes, LARGEST);
            seqs.add(in.u64());
            RosterEntry entry = RosterEntry.parse(in.octets(in.remaining()));
            roster = roster == null ? Roster.begin(entry) : roster.with(entry);
        }
    }

    private void store() {
        WireWriter out = WireWriter.structure().flag(doubtful).flag(frozen).flag(vouchedHead != null);
        if (vouchedHead != null) {
            out.u32(vouched).octets(vouchedHead);
        }
        vault.put("room/" + room, out.toBytes());
    }

    @Nullable
    Roster roster() {
        return roster;
    }

    boolean isDoubtful() {
        return doubtful;
    }

    boolean isFrozen() {
        return frozen;
    }

    /** The roster that counts for sending; fails with why nothing may be sent. */
    Roster mustBeSound() {
        if (frozen) {
            throw new RefusedException(
                    Refusal.FORKED, "The list of members that the server shows contradicts the one seen before.");
        }
        if (roster == null || roster.size() <= vouched) {
            throw new RefusedException(Refusal.UNKNOWN, "The room's list of members is not here yet.");
        }
        if (doubtful) {
            throw new RefusedException(
                    Refusal.NOT_ALLOWED, "The last change of the members is by a device that was taken off since.");
        }
        return roster;
    }

    /** The user looked at the members and stands for them. */
    void acceptDoubt() {
        doubtful = false;
        store();
    }

    /** What another device of the same user, or an invitation, stands for: what is shown must contain it. */
    void vouch(long index, Octets head) {
        if (roster != null && index < roster.size()) {
            if (!roster.headAt((int) index).equals(head)) {
                freeze();
            }
        } else if (index > vouched) {
            vouched = index;
            vouchedHead = head;
            store();
        }
    }

    private void freeze() {
        frozen = true;
        store();
    }

    /**
     * Takes in an entry with its place in the journal; false if it was known. Fails {@link Refusal#UNKNOWN} when the
     * author's device list is not here yet.
     */
    boolean take(RosterEntry entry, long seq) {
        if (!entry.room().equals(room)) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The roster entry is another room's.");
        }
        Roster next;
        try {
            next = roster == null ? Roster.begin(entry) : roster.with(entry);
        } catch (RefusedException e) {
            return known(e);
        }
        Octets account = account(roster == null ? next : roster, entry.author());
        DeviceHistory author = contacts.history(entry.author(), account);
        if (author == null) {
            throw new RefusedException(Refusal.UNKNOWN, "The roster entry's author has a device list not known here.");
        }
        Roster.verifyAuthor(entry, account, author);
        if (!seqs.isEmpty() && seqs.get(seqs.size() - 1) >= seq) {
            throw new RefusedException(Refusal.MALFORMED, "The roster entry's place in the journal cannot be.");
        }
        Octets promised = entry.index() == vouched ? vouchedHead : null;
        if (promised != null && !promised.equals(entry.hash())) {
            freeze();
            throw new RefusedException(Refusal.FORKED, "The roster is another than the one vouched for.");
        }
        accept(entry, seq, next);
        return true;
    }

    /** Whether this very entry was taken in before. */
    boolean has(Octets entry) {
        return roster != null && roster.indexOf(Label.ROSTER_ENTRY.structureHash(entry.bytes())) >= 0;
    }

    private boolean known(RefusedException e) {
        if (e.why() == Refusal.STALE) {
            return false;
        }
        if (e.why() == Refusal.FORKED) {
            freeze();
        }
        throw e;
    }

    private static Octets account(Roster roster, UserId author) {
        Roster.Member member = roster.members().get(author);
        if (member == null) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The roster entry's author is no member.");
        }
        return member.fingerprint();
    }

    private void accept(RosterEntry entry, long seq, Roster next) {
        if (entry.index() > vouched) {
            doubtful = !isListed(entry) && !isMereLeaving(entry);
        }
        roster = next;
        seqs.add(seq);
        vault.put(
                String.format(Locale.ROOT, "roster/%s/%010d", room, entry.index()),
                new WireWriter().u64(seq).octets(entry.bytes()).toBytes());
        store();
    }

    private boolean isListed(RosterEntry entry) {
        DeviceList devices = contacts.devices(entry.author());
        return devices != null && devices.devices().containsKey(entry.authorDevice());
    }

    /** Who only leaves takes nobody in. */
    private static boolean isMereLeaving(RosterEntry entry) {
        return entry.changes().equals(List.of(new RosterChange.Remove(entry.author())));
    }

    /** Whether the last entry needs somebody who stands for it, and this device can: it knew it before its device went. */
    boolean wantsConfirming(UserId self) {
        if (roster == null || doubtful || frozen || roster.size() <= vouched) {
            return false;
        }
        Role role = roster.roleOf(self);
        RosterEntry last = roster.entries().get(roster.size() - 1);
        return role != null && role.atLeast(Role.MODERATOR) && !isListed(last) && !isMereLeaving(last);
    }

    /** The server's newest entry has this index. */
    void checkNotOlder(long newest) {
        long known = Math.max(vouched, roster == null ? -1 : roster.size() - 1);
        if (newest < known) {
            freeze();
            throw new RefusedException(Refusal.ROLLED_BACK, "The roster is older than the one seen before.");
        }
    }

    /** The place of the newest entry in the journal. */
    long lastSeq() {
        return seqs.isEmpty() ? 0 : seqs.get(seqs.size() - 1);
    }

    /** Which entry counts at a place in the journal; -1 before the first. */
    int indexAt(long seq) {
        int index = -1;
        for (int i = seqs.size() - 1; i >= 0 && index < 0; i--) {
            if (seqs.get(i) < seq) {
                index = i;
            }
        }
        return index;
    }
}
