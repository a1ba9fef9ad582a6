package chat.parley.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps the order of one or more rooms: every entry once, none left out. Not for several threads. */
final class Sequencer {
    private static final int MOST_HELD = 1000;

    private final Map<String, Long> last = new HashMap<>();
    private final Map<String, TreeMap<Long, Said>> held = new HashMap<>();

    /** What the caller has to do with an entry. */
    record Verdict(List<Said> deliver, boolean gap) {
        Verdict {
            deliver = List.copyOf(deliver);
        }
    }

    boolean knows(String room) {
        return last.containsKey(room);
    }

    /** The number up to which everything was delivered. */
    long last(String room) {
        return last.getOrDefault(room, 0L);
    }

    /** What is not among these is no longer followed. */
    void retain(Collection<String> rooms) {
        last.keySet().retainAll(rooms);
        held.keySet().retainAll(rooms);
    }

    void clear() {
        retain(List.of());
    }

    /** A resume of this room is under way: what comes before its answer waits for it. */
    void asked(String room, long from) {
        last.putIfAbsent(room, from);
        held.putIfAbsent(room, new TreeMap<>());
    }

    /** The answer of a resume: nothing between our last and {@code from} is kept any more. */
    Verdict answered(String room, long from) {
        last.merge(room, from, Math::max);
        TreeMap<Long, Said> waiting = held.remove(room);
        return waiting == null ? new Verdict(List.of(), false) : inOrder(waiting.values());
    }

    private Verdict inOrder(Collection<Said> waiting) {
        List<Said> deliver = new ArrayList<>();
        boolean gap = false;
        for (Said each : waiting) {
            Verdict verdict = offer(each);
            deliver.addAll(verdict.deliver());
            gap |= verdict.gap();
        }
        return new Verdict(deliver, gap);
    }

    Verdict offer(Said entry) {
        long expected = last(entry.room()) + 1;
        TreeMap<Long, Said> waiting = held.get(entry.room());
        if (!knows(entry.room()) || entry.seq() < expected) {
            return new Verdict(List.of(), false);
        }
        if (entry.seq() == expected) {
            last.put(entry.room(), entry.seq());
            return new Verdict(List.of(entry), false);
        }
        if (waiting == null) {
            return new Verdict(List.of(), true);
        }
        // Beyond the bound the hole that is left is asked for again
        if (waiting.size() < MOST_HELD) {
            waiting.put(entry.seq(), entry);
        }
        return new Verdict(List.of(), false);
    }
}
