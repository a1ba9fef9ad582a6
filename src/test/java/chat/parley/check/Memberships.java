package chat.parley.check;

import chat.parley.check.History.Absence;
import chat.parley.check.History.Entry;
import chat.parley.check.History.Membership;
import chat.parley.check.History.Move;
import chat.parley.check.History.Room;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may see which entries of a room: as the clients know it and, for private rooms, as the journals of those say. */
final class Memberships {
    private final Map<String, Map<String, List<Membership>>> byUser = new HashMap<>();
    private final List<Absence> absences;

    Memberships(History history) {
        history.memberships().forEach(this::add);
        absences = history.absences();
    }

    private void add(Membership membership) {
        byUser.computeIfAbsent(membership.user(), user -> new HashMap<>())
                .computeIfAbsent(membership.room(), room -> new ArrayList<>())
                .add(membership);
    }

    /** A membership is from one entry to another, both included; what was before is open to members of some rooms. */
    void read(String id, Room room, Collection<Entry> journal) {
        Map<String, Long> since = new HashMap<>();
        for (Entry entry : journal) {
            Move move = entry.move();
            if (move == null) {
                continue;
            }
            if (move.begins()) {
                since.putIfAbsent(move.user(), room.sinceJoined() ? entry.seq() : 1L);
            } else if (move.ends()) {
                Long first = since.remove(move.user());
                if (first != null) {
                    add(new Membership(move.user(), id, first, entry.seq()));
                }
            }
        }
        since.forEach((user, first) -> add(new Membership(user, id, first, History.FOREVER)));
    }

    Set<String> roomsOf(String user) {
        return byUser.getOrDefault(user, Map.of()).keySet();
    }

    private List<Membership> of(String user, String room) {
        return byUser.getOrDefault(user, Map.of()).getOrDefault(room, List.of());
    }

    boolean covers(String user, String room, long seq) {
        return of(user, room).stream().anyMatch(span -> seq >= span.first() && seq <= span.last());
    }

    /** Whether somebody who came, or came back, reads from this number on and nothing of what is right before it. */
    boolean beginsAt(String user, String room, long seq) {
        return of(user, room).stream().anyMatch(span -> span.first() == seq);
    }

    /** The last number of the membership that this one is in. */
    long endOf(String user, String room, long seq) {
        return of(user, room).stream()
                .filter(span -> seq >= span.first() && seq <= span.last() && span.last() != History.FOREVER)
                .mapToLong(Membership::last)
                .min()
                .orElse(History.UNKNOWN);
    }

    /** Whether it was sent when somebody was out of the room already, and received before they could come back. */
    boolean isDuringAbsence(String user, String room, long sentAt, long receivedAt) {
        return absences.stream()
                .anyMatch(absence -> absence.user().equals(user)
                        && absence.room().equals(room)
                        && sentAt > absence.from()
                        && receivedAt < absence.until());
    }
}
