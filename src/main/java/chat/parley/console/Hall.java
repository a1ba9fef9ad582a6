package chat.parley.console;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a console knows just now: its rooms, which one it is in, what is unread, and who is here. Synchronised. */
final class Hall {
    private final Map<String, RoomInfo> rooms = new LinkedHashMap<>();
    private final Map<String, Integer> unread = new HashMap<>();
    private final Map<String, Integer> mentions = new HashMap<>();
    private final Map<String, Long> counted = new HashMap<>();
    private final Map<String, Person> people = new HashMap<>();
    private final Set<String> blocked = new HashSet<>();
    private String current = "";
    private String me = "";

    /** After a log-in: the server has counted what was unread until then. */
    synchronized void enter(Welcome welcome) {
        me = welcome.me().id();
        rooms.clear();
        unread.clear();
        mentions.clear();
        counted.clear();
        for (RoomInfo room : welcome.rooms()) {
            rooms.put(room.id(), room);
            unread.put(room.id(), room.unread());
            mentions.put(room.id(), room.mentions());
            counted.put(room.id(), room.lastSequence());
        }
        if (!rooms.containsKey(current)) {
            first();
        }
        read(current, 0, 0);
    }

    private void first() {
        current = rooms.values().stream()
                .filter(room -> !room.isInvitation())
                .map(RoomInfo::id)
                .findFirst()
                .orElse("");
    }

    /** Takes in a room; of a new one, what we have not read is counted as it comes. */
    synchronized void put(RoomInfo room) {
        RoomInfo before = rooms.put(room.id(), room);
        if (before == null || before.isInvitation()) {
            counted.put(room.id(), room.read());
        }
    }

    /** The room is ours no more; answers whether it was the one that is shown. */
    synchronized boolean drop(String room) {
        rooms.remove(room);
        unread.remove(room);
        mentions.remove(room);
        if (!room.equals(current)) {
            return false;
        }
        first();
        return true;
    }

    /** Of that name, or the only one when none is named. */
    synchronized Optional<RoomInfo> invitation(String name) {
        return rooms.values().stream()
                .filter(RoomInfo::isInvitation)
                .filter(room -> name.isEmpty() || room.name().equalsIgnoreCase(name))
                .findFirst();
    }

    synchronized void read(String room, int unreadLeft, int mentionsLeft) {
        unread.put(room, unreadLeft);
        mentions.put(room, mentionsLeft);
    }

    synchronized void block(String user, boolean on) {
        if (on) {
            blocked.add(user);
        } else {
            blocked.remove(user);
        }
    }

    synchronized void blocked(Collection<String> users) {
        blocked.clear();
        blocked.addAll(users);
    }

    synchronized boolean isBlocked(Person person) {
        return blocked.contains(person.id());
    }

    synchronized Optional<RoomInfo> current() {
        return Optional.ofNullable(rooms.get(current));
    }

    /** Answers how much was unread there. */
    synchronized int go(RoomInfo room) {
        rooms.put(room.id(), room);
        current = room.id();
        mentions.remove(room.id());
        return Optional.ofNullable(unread.remove(room.id())).orElse(0);
    }

    synchronized boolean isCurrent(String room) {
        return room.equals(current);
    }

    /** Counts a message in a room that is not shown; answers whether it is news: the first there, or one that names us. */
    synchronized boolean count(Said entry) {
        if (entry.seq() <= counted.getOrDefault(entry.room(), 0L)) {
            return false;
        }
        boolean named = entry.mentions(me);
        if (named) {
            mentions.merge(entry.room(), 1, Integer::sum);
        }
        return unread.merge(entry.room(), 1, Integer::sum) == 1 || named;
    }

    synchronized int unread(String room) {
        return unread.getOrDefault(room, 0);
    }

    synchronized int mentions(String room) {
        return mentions.getOrDefault(room, 0);
    }

    synchronized Optional<RoomInfo> room(String id) {
        return Optional.ofNullable(rooms.get(id));
    }

    synchronized List<RoomInfo> rooms() {
        return List.copyOf(rooms.values());
    }

    /** By its number in the list, or as people call it. */
    synchronized Optional<RoomInfo> find(String wanted) {
        List<RoomInfo> all = rooms();
        if (wanted.matches("\\d{1,4}")) {
            int number = Integer.parseInt(wanted);
            if (number >= 1 && number <= all.size()) {
                return Optional.of(all.get(number - 1));
            }
        }
        return Lookup.among(all, wanted);
    }

    synchronized void people(List<Person> all) {
        people.clear();
        all.forEach(person -> people.put(person.id(), person));
    }

    /** Answers whether that is news: somebody came or went. */
    synchronized boolean person(Person person) {
        boolean known = people.containsKey(person.id());
        if (person.online()) {
            people.put(person.id(), person);
        } else {
            people.remove(person.id());
        }
        return known != person.online();
    }

    synchronized List<Person> people() {
        return people.values().stream()
                .sorted((one, other) -> one.name().compareToIgnoreCase(other.name()))
                .toList();
    }

    /** Of the others. */
    synchronized List<String> names() {
        return List.copyOf(new TreeSet<>(people.values().stream()
                .filter(person -> !person.id().equals(me))
                .map(Person::name)
                .toList()));
    }

    synchronized List<String> titles() {
        return rooms.values().stream()
                .filter(room -> !room.isInvitation())
                .map(RoomInfo::title)
                .toList();
    }

    synchronized List<String> invitations() {
        return rooms.values().stream()
                .filter(RoomInfo::isInvitation)
                .map(RoomInfo::title)
                .toList();
    }
}
