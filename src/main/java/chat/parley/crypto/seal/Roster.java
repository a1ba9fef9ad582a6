package chat.parley.crypto.seal;

import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a sealed room, and was: its verified entries, folded. Immutable. It holds entries to the rules of the roster;
 * that the author's device was one of the author's is for {@link #verifyAuthor} with the author's device lists.
 */
public final class Roster {
    private final RosterEntry.Kind kind;
    private final RoomId room;
    private final List<RosterEntry> entries;
    private final List<Octets> heads;
    private final Map<UserId, Member> members;
    private final Map<UserId, List<Span>> spans;
    private final Room.History history;
    private final @Nullable Profile profile;
    private final RosterChange.@Nullable Origin origin;

    /** {@code addedBy}: the device that put this account there. */
    public record Member(Octets fingerprint, Role role, DeviceId addedBy) {}

    /** {@code author} and {@code setBy}: whose device knows the key. */
    public record Profile(Octets commitment, Octets sealed, UserId author, DeviceId setBy) {}

    /** From which entry on somebody is a member with this account, and from which no longer. */
    record Span(Octets fingerprint, long from, long to) {}

    private Roster(List<RosterEntry> entries, List<Octets> heads, RosterRules applied) {
        RosterEntry first = entries.get(0);
        this.kind = first.kind();
        this.room = first.room();
        this.entries = entries;
        this.heads = heads;
        this.members = applied.members();
        this.spans = applied.spans();
        this.history = applied.history();
        this.profile = applied.profile();
        this.origin = applied.origin();
    }

    public static Roster begin(RosterEntry first) {
        if (first.index() != 0) {
            throw new RefusedException(Refusal.UNKNOWN, "The roster's first entry is missing.");
        }
        RosterRules rules = new RosterRules(first, true, Map.of(), Map.of(), null, null, null);
        rules.apply();
        return new Roster(List.of(first), List.of(first.hash()), rules);
    }

    /** The roster with an entry more, or why it does not follow. */
    public Roster with(RosterEntry entry) {
        if (!entry.room().equals(room) || entry.kind() != kind) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The roster entry is another room's.");
        }
        if (entry.index() < size()) {
            boolean known = heads.get((int) entry.index()).equals(entry.hash());
            throw new RefusedException(
                    known ? Refusal.STALE : Refusal.FORKED,
                    known ? "The roster entry is known." : "The roster entry contradicts one that is there.");
        }
        if (entry.index() > size()) {
            throw new RefusedException(Refusal.UNKNOWN, "Roster entries before this one are missing.");
        }
        if (!entry.previous().equals(head())) {
            throw new RefusedException(Refusal.FORKED, "The roster entry does not follow the last one.");
        }
        if (!members.containsKey(entry.author())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The roster entry's author is no member.");
        }
        RosterRules rules = new RosterRules(entry, false, members, spans, history, profile, origin);
        rules.apply();
        return new Roster(append(entries, entry), append(heads, entry.hash()), rules);
    }

    private static <T> List<T> append(List<T> list, T last) {
        List<T> longer = new ArrayList<>(list.size() + 1);
        longer.addAll(list);
        longer.add(last);
        return longer;
    }

    /**
     * Fails unless the entry's device was listed by its author's account at the head that it names.
     *
     * @param author the device lists under {@code fingerprint}, which the roster has for the author
     */
    public static void verifyAuthor(RosterEntry entry, Octets fingerprint, DeviceHistory author) {
        if (!author.user().equals(entry.author()) || !author.fingerprint().equals(fingerprint)) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The roster entry's author has another account key.");
        }
        DeviceHistory.Point point = author.find(entry.listHead());
        if (point == null) {
            throw new RefusedException(Refusal.UNKNOWN, "The roster entry's author has a device list not known here.");
        }
        Octets listed = point.keyOf(entry.authorDevice());
        if (listed == null || !listed.equals(entry.authorKey())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The roster entry is by a device that its author had not.");
        }
    }

    public RosterEntry.Kind kind() {
        return kind;
    }

    public RoomId room() {
        return room;
    }

    /** Number of entries. */
    public int size() {
        return entries.size();
    }

    public List<RosterEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    public Octets head() {
        return heads.get(heads.size() - 1);
    }

    /** The hash of the entry with this index. */
    public Octets headAt(int index) {
        return heads.get(index);
    }

    /** The index of the entry with this hash; -1 if there is none. */
    public int indexOf(Octets head) {
        return heads.lastIndexOf(head);
    }

    /** In the order in which they were added. */
    public Map<UserId, Member> members() {
        return Collections.unmodifiableMap(members);
    }

    public @Nullable Role roleOf(UserId user) {
        Member member = members.get(user);
        return member == null ? null : member.role();
    }

    /** The account with which somebody was a member after the entry with this index; null if they were none. */
    public @Nullable Octets fingerprintAt(long index, UserId user) {
        for (Span span : spans.getOrDefault(user, List.of())) {
            if (span.from() <= index && index < span.to()) {
                return span.fingerprint();
            }
        }
        return null;
    }

    public Room.History history() {
        return history;
    }

    public @Nullable Profile profile() {
        return profile;
    }

    /** The open room that this one follows. */
    public RosterChange.@Nullable Origin origin() {
        return origin;
    }
}
