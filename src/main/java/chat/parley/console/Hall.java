package chat.parley.console;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What a console knows just now: its rooms, which one it is in, what is unread, and who is here. Synchronised. */
final class Hall {
    private final Map<String, RoomInfo> rooms = new LinkedHashMap<>();
    private final Map<String, Integer> unread = new HashMap<>();
    private final Map<String, Long> read = new HashMap<>();
    private final Map<String, Person> people = new HashMap<>();
    private String current = "";
    private String me = "";

    /** After a log-in: what was said before it is not news when it is seen for the first time. */
    synchronized void enter(Welcome welcome, boolean renewed) {
        if (renewed) {
            unread.clear();
        }
        me = welcome.me().id();
        rooms.clear();
        for (RoomInfo room : welcome.rooms()) {
            rooms.put(room.id(), room);
            read.putIfAbsent(room.id(), room.lastSequence());
        }
        unread.keySet().retainAll(rooms.keySet());
        if (!rooms.containsKey(current)) {
            current = welcome.rooms().isEmpty() ? "" : welcome.rooms().get(0).id();
        }
    }

    synchronized void put(RoomInfo room) {
        rooms.put(room.id(), room);
    }

    synchronized Optional<RoomInfo> current() {
        return Optional.ofNullable(rooms.get(current));
    }

    /** Answers how much was unread there. */
    synchronized int go(RoomInfo room) {
        rooms.put(room.id(), room);
        current = room.id();
        return Optional.ofNullable(unread.remove(room.id())).orElse(0);
    }

    synchronized boolean isCurrent(String room) {
        return room.equals(current);
    }

    /** Counts an entry of a room that is not shown; answers whether it is the first unread one there. */
    synchronized boolean count(Said entry) {
        return entry.seq() > read.getOrDefault(entry.room(), 0L) && unread.merge(entry.room(), 1, Integer::sum) == 1;
    }

    synchronized int unread(String room) {
        return unread.getOrDefault(room, 0);
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
        return rooms.values().stream().map(RoomInfo::title).toList();
    }
}
