package chat.parley.log;

import chat.parley.bus.Log.Deed;
import chat.parley.bus.Log.MessagesOf;
import chat.parley.bus.Log.Place;
import chat.parley.bus.Log.ReadAudit;
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
        List<Entry> pinned = new ArrayList<>();
        for (Entry entry : sql.list(PINS, Rows::entry, seen.no(), seen.first())) {
            pinned.addAll(states.stated(seen.no(), List.of(entry)));
        }
        return pinned;
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
