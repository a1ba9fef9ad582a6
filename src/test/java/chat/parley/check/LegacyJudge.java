package chat.parley.check;

import chat.parley.check.History.Entry;
import chat.parley.check.History.Heard;
import chat.parley.check.History.LegacyStream;
import chat.parley.check.History.Sent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of the judge for legacy clients, who know neither numbers nor resuming: within one connection. */
final class LegacyJudge {
    private final Judge judge;
    private final History history;

    LegacyJudge(Judge judge, History history) {
        this.judge = judge;
        this.history = history;
    }

    void stream(LegacyStream stream) {
        List<String> publics = new ArrayList<>();
        Map<String, List<String>> privates = new LinkedHashMap<>();
        Set<String> had = new HashSet<>();
        for (Heard heard : stream.heard()) {
            if (!had.add(heard.label())) {
                judge.find(Property.ONCE, stream.reader() + " received " + heard.label() + " twice");
                continue;
            }
            Sent sent = sender(stream, heard);
            if (sent == null) {
                continue;
            }
            Long seq = judge.seqOf(sent.room(), sent.label());
            judge.allowed(stream.reader(), sent.room(), seq == null ? 1 : seq, sent.label());
            if (heard.isPrivate()) {
                privates.computeIfAbsent(sent.room(), room -> new ArrayList<>()).add(sent.label());
            } else {
                publics.add(sent.label());
            }
        }
        lobby(stream, publics);
        conversations(stream)
                .forEach((room, expected) -> compare(stream, room, expected, privates.getOrDefault(room, List.of())));
    }

    private @Nullable Sent sender(LegacyStream stream, Heard heard) {
        Sent sent = history.sent().get(heard.label());
        if (sent == null) {
            judge.find(Property.GENUINE, stream.reader() + " received " + heard.label() + ", which nobody sent");
            return null;
        }
        String name = history.names().get(sent.sender());
        if (!heard.senderName().equals(name)) {
            judge.find(
                    Property.GENUINE,
                    heard.label() + " of " + name + " is for " + stream.reader() + " from " + heard.senderName());
        }
        if (heard.isPrivate() == sent.room().equals(History.LOBBY)) {
            judge.find(
                    Property.GENUINE,
                    heard.label() + ", sent to " + sent.room() + ", is for " + stream.reader() + " "
                            + (heard.isPrivate() ? "private" : "public"));
            return null;
        }
        return sent;
    }

    /** From what came first, or what was sent first after it was here, to the end of the journal. */
    private void lobby(LegacyStream stream, List<String> publics) {
        NavigableMap<Long, Entry> lobby = judge.journal(History.LOBBY);
        Long first = publics.isEmpty() ? null : judge.seqOf(History.LOBBY, publics.get(0));
        long start = first == null ? Long.MAX_VALUE : first;
        for (Entry entry : lobby.values()) {
            Sent sent = history.sent().get(entry.label());
            if (sent != null && sent.at() > stream.opened() && !isSilent(stream, sent)) {
                start = Math.min(start, entry.seq());
                break;
            }
        }
        List<String> expected = lobby.tailMap(start).values().stream()
                .map(Entry::label)
                .filter(label -> !isSilent(stream, history.sent().get(label)))
                .toList();
        compare(stream, History.LOBBY, expected, publics);
    }

    /** One's own file is not announced to oneself. */
    private static boolean isSilent(LegacyStream stream, @Nullable Sent sent) {
        return sent != null && sent.file() && sent.sender().equals(stream.reader());
    }

    /** What others wrote to this connection's user, by conversation. */
    private Map<String, List<String>> conversations(LegacyStream stream) {
        Map<String, List<String>> conversations = new LinkedHashMap<>();
        String me = judge.identity(stream.reader());
        for (String room : judge.roomsOf(me)) {
            if (!room.equals(History.LOBBY)) {
                conversations.put(
                        room,
                        judge.journal(room).values().stream()
                                .filter(entry -> !entry.sender().equals(me))
                                .map(Entry::label)
                                .toList());
            }
        }
        return conversations;
    }

    /** What was heard is the beginning of what was to be heard, and all of it when the connection lived to the end. */
    private void compare(LegacyStream stream, String room, List<String> expected, List<String> heard) {
        for (int i = 0; i < heard.size(); i++) {
            String label = heard.get(i);
            if (i < expected.size() && expected.get(i).equals(label)) {
                continue;
            }
            if (judge.seqOf(room, label) == null) {
                judge.find(Property.KEPT, stream.reader() + " was shown " + label + ", which is not on disk");
            } else if (i < expected.size() && !heard.contains(expected.get(i))) {
                judge.find(
                        Property.KEPT,
                        stream.reader() + " never received " + expected.get(i) + ", only " + label + " after it");
            } else {
                judge.find(
                        Property.ORDER,
                        stream.reader() + " received " + label + " where the journal has "
                                + (i < expected.size() ? expected.get(i) : "nothing"));
            }
            return;
        }
        if (stream.complete() && heard.size() < expected.size()) {
            judge.find(
                    Property.KEPT,
                    stream.reader() + " never received " + expected.get(heard.size()) + " and "
                            + (expected.size() - heard.size() - 1) + " more");
        }
    }
}
