package chat.parley.log;

import chat.parley.bus.Failure;
import chat.parley.bus.Log;
import chat.parley.bus.Log.Deed;
import chat.parley.bus.Log.MessagesOf;
import chat.parley.bus.Log.Place;
import chat.parley.bus.Log.ReadAudit;
import chat.parley.bus.Log.ReadThread;
import chat.parley.bus.Log.Reader;
import chat.parley.bus.Log.ThreadPage;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Smaller questions to the journal. Within the transaction of its caller. */
final class Lookups {
    private static final int PAGE = 200;

    private static final String PINS = "SELECT " + Rows.ENTRY + " FROM pins p JOIN entries e ON e.room = p.room"
            + " AND e.seq = p.seq JOIN rooms r ON r.no = e.room WHERE p.room = ? AND p.seq >= ? ORDER BY p.pinned DESC";
    private static final String AUDIT = "SELECT a.no, a.time, a.by_id, a.by_name, a.by_kind, a.action, a.target_id,"
            + " a.target_name, a.target_kind, a.detail FROM audit a JOIN rooms r ON r.no = a.room"
            + " WHERE r.id = ? AND a.no < ? ORDER BY a.no DESC LIMIT ?";
    private static final String MAY_READ = "SELECT count(*) FROM attachments a JOIN rooms r ON r.no = a.room"
            + " LEFT JOIN members m ON m.room = a.room AND m.user_id = ?1 WHERE a.file = ?2 AND (r.kind = 'LOBBY'"
            + " OR (m.user_id IS NOT NULL AND (r.history = 'ALL' OR a.seq >= m.since)))";
    private static final String MEMBERSHIPS =
            "SELECT r.id FROM rooms r WHERE r.kind IN ('PUBLIC', 'PRIVATE') AND r.no IN"
                    + " (SELECT room FROM members WHERE user_id = ?1 UNION SELECT room FROM invites WHERE user_id = ?1)";
    private static final String PASSING =
            "SELECT m.user_id, m.name, m.kind FROM members m JOIN rooms r ON r.no = m.room"
                    + " WHERE m.kind IN ('GUEST', 'LEGACY') AND r.kind IN ('PUBLIC', 'PRIVATE')"
                    + " UNION SELECT user_id, name, kind FROM invites WHERE kind IN ('GUEST', 'LEGACY')";
    private static final String MESSAGES_OF =
            "SELECT r.id, e.seq, e.client_id FROM entries e JOIN rooms r ON r.no = e.room"
                    + " WHERE e.sender = ? AND e.client_id > ? AND e.message = 1 ORDER BY e.client_id LIMIT " + PAGE;

    private static final String ROOT = "SELECT root FROM replies WHERE room = ? AND seq = ?";
    private static final String ONE = "SELECT " + Rows.ENTRY + " FROM entries e JOIN rooms r ON r.no = e.room"
            + " WHERE e.room = ? AND e.seq = ? AND e.seq >= ?";
    private static final String THREAD = "SELECT " + Rows.ENTRY + " FROM replies p JOIN entries e ON e.room = p.room"
            + " AND e.seq = p.seq JOIN rooms r ON r.no = e.room WHERE p.room = ? AND p.root = ? AND p.seq >= ?"
            + " ORDER BY p.seq LIMIT ?";
    private static final String READERS = "SELECT m.user_id, d.seq FROM members m JOIN rooms r ON r.no = m.room"
            + " JOIN reads d ON d.user_id = m.user_id AND d.room = m.room"
            + " WHERE m.room = ? AND r.kind <> 'LOBBY' AND r.member_count <= " + Log.SMALL_ROOM;

    private final Sql sql;
    private final RoomReader rooms;
    private final StateReader states;

    Lookups(Sql sql, RoomReader rooms, StateReader states) {
        this.sql = sql;
        this.rooms = rooms;
        this.states = states;
    }

    /** Null when there is no such room for this reader. */
    @Nullable
    List<Entry> pins(RoomId room, UserId reader) throws SQLException {
        RoomReader.Seen seen = rooms.readable(room, reader);
        if (seen == null) {
            return null;
        }
        return stated(seen.no(), sql.list(PINS, Rows::entry, seen.no(), seen.first()));
    }

    /** Null when there is no such room for this reader. */
    @Nullable
    ThreadPage thread(ReadThread read) throws SQLException {
        RoomReader.Seen seen = rooms.readable(read.room(), read.reader());
        if (seen == null) {
            return null;
        }
        long room = seen.no();
        Long up = sql.first(ROOT, row -> row.getLong(1), room, read.message());
        long root = up == null ? read.message() : up;
        Entry first = sql.first(ONE, Rows::entry, room, root, seen.first());
        long from = Math.max(seen.first(), read.after() == null ? 0 : read.after() + 1);
        List<Entry> replies = sql.list(THREAD, Rows::entry, room, root, from, read.limit() + 1);
        boolean message = first != null && first.content() instanceof Content.Message;
        if (!message && (replies.isEmpty() || up == null)) {
            throw Failure.NO_SUCH_MESSAGE.because("There is no message " + read.message() + " in this room.");
        }
        boolean more = replies.size() > read.limit();
        List<Entry> page = more ? replies.subList(0, read.limit()) : replies;
        return new ThreadPage(
                first == null ? null : stated(room, List.of(first)).get(0), stated(room, page), more);
    }

    /** Entries that are far from each other. */
    private List<Entry> stated(long room, List<Entry> entries) throws SQLException {
        List<Entry> stated = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            stated.addAll(states.stated(room, List.of(entry)));
        }
        return stated;
    }

    /** Null when there is no such room for this reader; empty where there are too many. */
    @Nullable
    List<Reader> readers(RoomId room, UserId reader) throws SQLException {
        RoomReader.Seen seen = rooms.readable(room, reader);
        return seen == null
                ? null
                : sql.list(READERS, row -> new Reader(new UserId(row.getString(1)), row.getLong(2)), seen.no());
    }

    List<Deed> audit(ReadAudit read) throws SQLException {
        return sql.list(
                AUDIT,
                row -> new Deed(
                        row.getLong(1),
                        row.getLong(2),
                        Rows.user(row, 3),
                        row.getString(6),
                        row.getString(7) == null ? null : Rows.user(row, 7),
                        row.getString(10)),
                read.room().value(),
                read.before() == null ? Long.MAX_VALUE : read.before(),
                read.limit());
    }

    boolean mayRead(UserId reader, FileId file) throws SQLException {
        return sql.number(MAY_READ, reader.value(), file.value()) > 0;
    }

    List<RoomId> memberships(UserId user) throws SQLException {
        return sql.list(MEMBERSHIPS, row -> new RoomId(row.getString(1)), user.value());
    }

    List<User> passing() throws SQLException {
        return sql.list(PASSING, row -> Rows.user(row, 1));
    }

    List<Place> messagesOf(MessagesOf of) throws SQLException {
        return sql.list(
                MESSAGES_OF,
                row -> new Place(new RoomId(row.getString(1)), row.getLong(2), new MessageId(row.getString(3))),
                of.user().value(),
                of.after() == null ? "" : of.after().value());
    }
}
