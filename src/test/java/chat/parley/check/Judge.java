package chat.parley.check;

import chat.parley.check.History.Ack;
import chat.parley.check.History.Entry;
import chat.parley.check.History.FileRead;
import chat.parley.check.History.Listed;
import chat.parley.check.History.Room;
import chat.parley.check.History.Sent;
import chat.parley.check.History.Stream;
import chat.parley.check.History.Trespass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds a history against what the server promises. Pure: the same history, the same findings. */
final class Judge {
    private final History history;
    private final List<Finding> findings = new ArrayList<>();

    /** Every entry that anybody saw, by room and number. */
    private final Map<String, TreeMap<Long, Entry>> seen = new HashMap<>();

    /** Every entry that was read from the disk at the end, by room and number. */
    private final Map<String, TreeMap<Long, Entry>> journal = new HashMap<>();

    /** The number of each label in the journal of a room. */
    private final Map<String, Map<String, Long>> numbers = new HashMap<>();

    /** The user id behind a legacy connection, as its messages in the journal tell. */
    private final Map<String, String> identities = new HashMap<>();

    private final Memberships memberships;
    private final Set<String> legacyKeys = new HashSet<>();

    private Judge(History history) {
        this.history = history;
        this.memberships = new Memberships(history);
        history.legacy().forEach(stream -> legacyKeys.add(stream.reader()));
    }

    static List<Finding> judge(History history) {
        Judge judge = new Judge(history);
        judge.collect();
        judge.journalsOnce();
        history.acks().forEach(judge::ack);
        judge.acksAgree();
        history.streams().forEach(judge::stream);
        LegacyJudge legacy = new LegacyJudge(judge, history);
        history.legacy().forEach(legacy::stream);
        history.files().forEach(judge::file);
        history.listed().forEach(judge::listed);
        history.trespasses().forEach(judge::trespass);
        new SessionJudge(judge, history).judge();
        return judge.findings;
    }

    void find(Property property, String sentence) {
        findings.add(new Finding(property, sentence));
    }

    NavigableMap<Long, Entry> journal(String room) {
        return journal.getOrDefault(room, new TreeMap<>());
    }

    Set<String> roomsOf(String user) {
        return memberships.roomsOf(user);
    }

    String identity(String user) {
        return identities.getOrDefault(user, user);
    }

    private void collect() {
        for (Stream stream : history.streams()) {
            for (Entry entry : stream.entries()) {
                Entry other = seen.computeIfAbsent(stream.room(), room -> new TreeMap<>())
                        .putIfAbsent(entry.seq(), entry);
                if (other != null && !other.equals(entry)) {
                    find(
                            Property.ORDER,
                            place(stream.room(), entry.seq()) + " is " + entry + " for " + name(stream.reader())
                                    + " and " + other + " for somebody else");
                }
                if (stream.audit()) {
                    journal.computeIfAbsent(stream.room(), room -> new TreeMap<>())
                            .put(entry.seq(), entry);
                }
            }
        }
        seen.values().forEach(room -> room.values().forEach(this::identify));
        history.rooms()
                .forEach((id, room) -> memberships.read(id, room, journal(id).values()));
    }

    private void identify(Entry entry) {
        if (entry.move() != null) {
            return;
        }
        Sent sent = history.sent().get(entry.label());
        if (sent == null) {
            find(Property.GENUINE, entry.label() + " was received, but nobody sent it");
            return;
        }
        String expected = legacyKeys.contains(sent.sender())
                ? identities.computeIfAbsent(sent.sender(), key -> entry.sender())
                : sent.sender();
        if (!expected.equals(entry.sender())) {
            find(
                    Property.GENUINE,
                    entry.label() + " of " + name(sent.sender()) + " is said to be from " + name(entry.sender()));
        }
    }

    private void journalsOnce() {
        Map<String, String> places = new HashMap<>();
        journal.forEach((room, entries) -> {
            long expected = 1;
            for (Entry entry : entries.values()) {
                if (entry.seq() != expected) {
                    find(Property.ORDER, place(room, expected) + " is missing in the journal");
                }
                expected = entry.seq() + 1;
                if (entry.move() != null) {
                    continue;
                }
                numbers.computeIfAbsent(room, unused -> new HashMap<>()).putIfAbsent(entry.label(), entry.seq());
                String earlier = places.put(entry.label(), place(room, entry.seq()));
                if (earlier != null) {
                    find(
                            Property.ONCE,
                            entry.label() + " is stored twice, as " + earlier + " and " + place(room, entry.seq()));
                }
                if (history.refused().contains(entry.label())) {
                    find(Property.GENUINE, entry.label() + " was refused or never sent whole, and is stored");
                }
            }
        });
    }

    private void ack(Ack ack) {
        if (ack.seq() == History.UNKNOWN) {
            if (seqOf(ack.room(), ack.label()) == null) {
                find(Property.KEPT, ack.label() + " was acknowledged and is not on disk");
            }
            return;
        }
        Entry entry = journal(ack.room()).get(ack.seq());
        if (entry == null || !entry.label().equals(ack.label())) {
            find(
                    Property.KEPT,
                    ack.label() + " was acknowledged as " + place(ack.room(), ack.seq()) + ", where the disk has "
                            + (entry == null ? "nothing" : entry.label()));
        }
    }

    private void acksAgree() {
        Map<String, Ack> first = new HashMap<>();
        for (Ack ack : history.acks()) {
            Ack other = first.putIfAbsent(ack.label(), ack);
            if (other != null && !other.equals(ack)) {
                find(
                        Property.ONCE,
                        ack.label() + " was acknowledged as " + place(other.room(), other.seq()) + " and as "
                                + place(ack.room(), ack.seq()));
            }
        }
    }

    private void stream(Stream stream) {
        if (stream.asked() != null
                && stream.asked() != stream.from()
                && !goesOnAt(stream, stream.asked(), stream.from() + 1)) {
            find(
                    Property.KEPT,
                    name(stream.reader()) + " had seen " + place(stream.room(), stream.asked())
                            + " and was put back at " + stream.from());
        }
        long last = stream.from();
        Set<Long> had = new HashSet<>();
        for (int i = 0; i < stream.entries().size(); i++) {
            Entry entry = stream.entries().get(i);
            if (!had.add(entry.seq())) {
                find(
                        Property.ONCE,
                        name(stream.reader()) + " received " + place(stream.room(), entry.seq()) + " twice");
            } else if (entry.seq() <= last) {
                find(
                        Property.ORDER,
                        name(stream.reader()) + " received " + place(stream.room(), entry.seq()) + " after " + last);
            } else if (entry.seq() != last + 1 && !goesOnAt(stream, last, entry.seq())) {
                find(
                        Property.KEPT,
                        name(stream.reader()) + " never received " + place(stream.room(), last + 1)
                                + ", only what follows");
            }
            last = Math.max(last, entry.seq());
            allowed(stream, entry, stream.times().get(i));
        }
        if (stream.removed()) {
            untilRemoved(stream, last);
        }
        if (last < stream.complete()) {
            find(
                    Property.KEPT,
                    name(stream.reader()) + " never received " + place(stream.room(), last + 1) + " to "
                            + stream.complete());
        }
    }

    /** Who came, or came back, goes on there without what was said before. */
    private boolean goesOnAt(Stream stream, long last, long next) {
        return next > last && memberships.beginsAt(stream.reader(), stream.room(), next);
    }

    /** Whoever was up to date has everything that is before the entry by which the membership ended. */
    private void untilRemoved(Stream stream, long last) {
        long end = memberships.endOf(stream.reader(), stream.room(), last);
        if (last < end - 1) {
            find(
                    Property.KEPT,
                    name(stream.reader()) + " never received " + place(stream.room(), last + 1) + " to " + (end - 1)
                            + ", which were before the end of the membership, " + end);
        }
    }

    private void allowed(Stream stream, Entry entry, long receivedAt) {
        String reader = stream.reader();
        if (entry.move() != null) {
            if (!isMember(reader, stream.room(), entry.seq())) {
                find(
                        Property.ALLOWED,
                        name(reader) + " saw " + place(stream.room(), entry.seq())
                                + ", an entry for its members at that time");
            }
            return;
        }
        allowed(reader, stream.room(), entry.seq(), entry.label());
        Sent sent = history.sent().get(entry.label());
        if (sent != null && memberships.isDuringAbsence(reader, stream.room(), sent.at(), receivedAt)) {
            find(
                    Property.ALLOWED,
                    name(reader) + " saw " + entry.label() + " (" + place(stream.room(), entry.seq())
                            + ") after the end of the membership, and before the next one");
        }
    }

    /** By the room that the message was sent to, which is to be the one that it was received in. */
    void allowed(String reader, String room, long seq, String label) {
        Sent sent = history.sent().get(label);
        if (sent == null) {
            return;
        }
        if (!isMember(reader, sent.room(), seq)) {
            find(
                    Property.ALLOWED,
                    name(reader) + " saw " + label + " (" + place(room, seq) + "), which was for the members of "
                            + room(sent.room()) + " at that time");
        }
        if (!room.equals(sent.room()) && !sent.room().startsWith(History.OWN_KEY)) {
            find(Property.GENUINE, label + " was sent to " + room(sent.room()) + " and is in " + room(room));
        }
    }

    private boolean isMember(String reader, String room, long seq) {
        return memberships.covers(reader, room, seq) || memberships.covers(identity(reader), room, seq);
    }

    private void listed(Listed listed) {
        if (!memberships.roomsOf(listed.reader()).contains(listed.room())) {
            find(
                    Property.ALLOWED,
                    name(listed.reader()) + " was told of " + room(listed.room()) + ", which is for others");
        }
    }

    private void trespass(Trespass trespass) {
        find(
                Property.ALLOWED,
                name(trespass.reader()) + ", who was not in " + room(trespass.room()) + ": " + trespass.how());
    }

    private void file(FileRead read) {
        if (!read.whole()) {
            find(
                    Property.KEPT,
                    "the file " + read.label() + " was acknowledged, and " + name(read.reader())
                            + " could not read it back whole");
        }
    }

    String place(String room, long seq) {
        return room(room) + " " + seq;
    }

    /** As a person can tell it apart: a conversation by the names of its members. */
    String room(String room) {
        if (room.equals(History.LOBBY)) {
            return "lobby";
        }
        Room known = history.rooms().get(room);
        if (known != null) {
            return known.name();
        }
        String members = history.memberships().stream()
                .filter(membership -> membership.room().equals(room))
                .map(membership -> name(membership.user()))
                .distinct()
                .sorted()
                .collect(Collectors.joining("+"));
        return members.isEmpty() ? room : members;
    }

    String name(String user) {
        return history.names().getOrDefault(user, user);
    }

    /** The number that a label has in a room's journal. */
    @Nullable
    Long seqOf(String room, String label) {
        return numbers.getOrDefault(room, Map.of()).get(label);
    }
}
