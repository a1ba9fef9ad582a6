package chat.parley.log;

import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.MessageState;
import chat.parley.model.MessageState.Deleted;
import chat.parley.model.MessageState.Edited;
import chat.parley.model.MessageState.Reaction;
import chat.parley.model.MessageState.Replies;
import chat.parley.model.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds to messages what became of them: edits, deletion, reactions, pins, answers. */
final class StateReader {
    /** People of one reaction that are named. */
    private static final int NAMED = 50;

    private static final String CHANGES = "SELECT seq, edit, edit_time, deleted_by, deleted_time FROM changes"
            + " WHERE room = ? AND seq BETWEEN ? AND ?";
    private static final String REACTIONS =
            "SELECT seq, emoji, user_id FROM reactions" + " WHERE room = ? AND seq BETWEEN ? AND ? ORDER BY given";
    private static final String REPLIES =
            "SELECT p.root, p.many, p.last, e.time, e.sender, e.sender_name, e.sender_kind"
                    + " FROM (SELECT room, root, count(*) AS many, max(seq) AS last FROM replies WHERE room = ?"
                    + " AND root BETWEEN ? AND ? GROUP BY room, root) p JOIN entries e ON e.room = p.room AND e.seq = p.last";
    private static final String THREADS = "SELECT seq, root FROM replies WHERE room = ? AND seq BETWEEN ? AND ?";
    private static final String PINS = "SELECT seq FROM pins WHERE room = ? AND seq BETWEEN ? AND ?";

    private final Sql sql;

    StateReader(Sql sql) {
        this.sql = sql;
    }

    private record Change(
            long seq, @Nullable Edited edited, @Nullable Deleted deleted) {}

    /** {@code of}: answers, and what began their thread; {@code under}: what began one, and how many answered. */
    private record Threads(Map<Long, Long> of, Map<Long, Replies> under) {
        boolean isEmpty() {
            return of.isEmpty() && under.isEmpty();
        }
    }

    private record Given(long seq, String emoji, UserId user) {}

    /** The same entries of one room, in ascending order, with their state. */
    List<Entry> stated(long room, List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return entries;
        }
        long from = entries.get(0).seq();
        long to = entries.get(entries.size() - 1).seq();
        Map<Long, Change> changes = new HashMap<>();
        for (Change change : sql.list(CHANGES, StateReader::change, room, from, to)) {
            changes.put(change.seq(), change);
        }
        Map<Long, Map<String, Reaction>> reactions = reactions(room, from, to);
        Set<Long> pins = new HashSet<>(sql.list(PINS, row -> row.getLong(1), room, from, to));
        Threads threads = threads(room, from, to);
        if (changes.isEmpty() && reactions.isEmpty() && pins.isEmpty() && threads.isEmpty()) {
            return entries;
        }
        return entries.stream()
                .map(entry -> entry.content() instanceof Content.Message
                        ? entry.with(state(
                                entry.seq(),
                                changes.get(entry.seq()),
                                pins.contains(entry.seq()),
                                reactions.get(entry.seq()),
                                threads))
                        : entry)
                .toList();
    }

    private static @Nullable MessageState state(
            long seq,
            @Nullable Change change,
            boolean pinned,
            @Nullable Map<String, Reaction> reactions,
            Threads threads) {
        Long thread = threads.of().get(seq);
        Replies replies = threads.under().get(seq);
        return change == null && !pinned && reactions == null && thread == null && replies == null
                ? null
                : new MessageState(
                        change == null ? null : change.edited(),
                        change == null ? null : change.deleted(),
                        pinned,
                        reactions == null ? Map.of() : reactions,
                        thread,
                        replies);
    }

    private Threads threads(long room, long from, long to) throws SQLException {
        Map<Long, Long> of = new HashMap<>();
        sql.list(THREADS, row -> of.put(row.getLong(1), row.getLong(2)), room, from, to);
        Map<Long, Replies> under = new HashMap<>();
        sql.list(
                REPLIES,
                row -> under.put(
                        row.getLong(1), new Replies(row.getInt(2), row.getLong(3), row.getLong(4), Rows.user(row, 5))),
                room,
                from,
                to);
        return new Threads(of, under);
    }

    private static Change change(ResultSet row) throws SQLException {
        Long edit = Rows.number(row, 2);
        String by = row.getString(4);
        return new Change(
                row.getLong(1),
                edit == null ? null : new Edited(edit, row.getLong(3)),
                by == null ? null : new Deleted(new UserId(by), row.getLong(5)));
    }

    private Map<Long, Map<String, Reaction>> reactions(long room, long from, long to) throws SQLException {
        Map<Long, Map<String, List<UserId>>> given = new HashMap<>();
        for (Given each : sql.list(
                REACTIONS,
                row -> new Given(row.getLong(1), row.getString(2), new UserId(row.getString(3))),
                room,
                from,
                to)) {
            given.computeIfAbsent(each.seq(), unused -> new LinkedHashMap<>())
                    .computeIfAbsent(each.emoji(), unused -> new ArrayList<>())
                    .add(each.user());
        }
        Map<Long, Map<String, Reaction>> reactions = new HashMap<>();
        given.forEach((seq, byEmoji) -> {
            Map<String, Reaction> counted = new LinkedHashMap<>();
            byEmoji.forEach((emoji, users) ->
                    counted.put(emoji, new Reaction(users.subList(0, Math.min(NAMED, users.size())), users.size())));
            reactions.put(seq, counted);
        });
        return reactions;
    }
}
