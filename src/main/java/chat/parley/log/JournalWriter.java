package chat.parley.log;

import chat.parley.bus.Failure;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Outcome;
import chat.parley.model.Entry;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writing connection of the journal. Blocking, and used by one thread at a time. A number is assigned inside
 * the transaction and counts only once its commit returned.
 */
final class JournalWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);

    private static final String INSERT = "INSERT INTO entries"
            + " (room, seq, time, sender, sender_name, sender_kind, client_id, content)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sender, client_id) DO NOTHING";
    private static final String STORED = "SELECT r.id, e.seq, e.time, e.sender, e.sender_name, e.sender_kind,"
            + " e.client_id, e.content FROM entries e JOIN rooms r ON r.no = e.room"
            + " WHERE e.sender = ? AND e.client_id = ?";
    private static final String HEAD =
            "SELECT no, (SELECT max(seq) FROM entries WHERE room = no) FROM rooms WHERE id = ?";

    private final Database database;
    private final Map<RoomId, Head> heads = new HashMap<>();
    private @Nullable Statements open;

    /** A room's number in the tables and the last sequence number that is committed. */
    private record Head(long no, long last) {}

    private record Statements(
            Connection connection, PreparedStatement insert, PreparedStatement stored, PreparedStatement head) {}

    JournalWriter(Database database) {
        this.database = database;
    }

    /** Appends all in one transaction; when it returns they are on disk. Throws when none of them is. */
    List<Outcome> append(List<Draft> drafts, long time) throws SQLException {
        return inTransaction(statements -> {
            Map<RoomId, Head> ahead = new HashMap<>();
            List<Outcome> outcomes = new ArrayList<>(drafts.size());
            for (Draft draft : drafts) {
                outcomes.add(appendOne(statements, ahead, draft, time));
            }
            statements.connection().commit();
            heads.putAll(ahead);
            return outcomes;
        });
    }

    private Outcome appendOne(Statements statements, Map<RoomId, Head> ahead, Draft draft, long time)
            throws SQLException {
        Head head = ahead.get(draft.room());
        if (head == null) {
            head = head(statements, draft.room());
        }
        if (head == null) {
            return new Outcome(null, false, Failure.NO_SUCH_ROOM, "There is no such room.");
        }
        long seq = head.last() + 1;
        String content = Contents.write(draft.content());
        User sender = draft.sender();
        PreparedStatement insert = statements.insert();
        insert.setLong(1, head.no());
        insert.setLong(2, seq);
        insert.setLong(3, time);
        insert.setString(4, sender.id().value());
        insert.setString(5, sender.name().value());
        insert.setString(6, sender.kind().name());
        insert.setString(7, draft.id().value());
        insert.setString(8, content);
        if (insert.executeUpdate() == 0) {
            return repeated(statements, draft, content);
        }
        ahead.put(draft.room(), new Head(head.no(), seq));
        return new Outcome(new Entry(draft.room(), seq, time, sender, draft.id(), draft.content()), true, null, null);
    }

    private static Outcome repeated(Statements statements, Draft draft, String content) throws SQLException {
        statements.stored().setString(1, draft.sender().id().value());
        statements.stored().setString(2, draft.id().value());
        try (ResultSet row = statements.stored().executeQuery()) {
            row.next();
            Entry entry = Rows.entry(row);
            if (entry.room().equals(draft.room()) && row.getString("content").equals(content)) {
                return new Outcome(entry, false, null, null);
            }
        }
        return new Outcome(
                null, false, Failure.ID_REUSED, "The message id " + draft.id() + " was used for another message.");
    }

    private @Nullable Head head(Statements statements, RoomId room) throws SQLException {
        Head known = heads.get(room);
        if (known != null) {
            return known;
        }
        statements.head().setString(1, room.value());
        try (ResultSet row = statements.head().executeQuery()) {
            if (!row.next()) {
                return null;
            }
            Head head = new Head(row.getLong(1), row.getLong(2));
            heads.put(room, head);
            return head;
        }
    }

    /** The direct conversation of the two; made when they have none. */
    Room createDirect(User one, User other, long time) throws SQLException {
        return inTransaction(statements -> {
            Connection connection = statements.connection();
            String pair = Rows.pair(one.id(), other.id());
            try (PreparedStatement find = connection.prepareStatement("SELECT no, id FROM rooms WHERE pair = ?")) {
                find.setString(1, pair);
                try (ResultSet row = find.executeQuery()) {
                    if (row.next()) {
                        Room existing = Rows.direct(connection, row.getLong(1), new RoomId(row.getString(2)));
                        connection.rollback();
                        return existing;
                    }
                }
            }
            Room room = Room.direct(RoomId.random(), one, other);
            insertDirect(connection, room, pair, time);
            connection.commit();
            return room;
        });
    }

    private static void insertDirect(Connection connection, Room room, String pair, long time) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO rooms (id, kind, pair, created) VALUES (?, 'DIRECT', ?, ?)")) {
            insert.setString(1, room.id().value());
            insert.setString(2, pair);
            insert.setLong(3, time);
            insert.executeUpdate();
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO members (room, user_id, name, kind)"
                + " VALUES ((SELECT no FROM rooms WHERE id = ?), ?, ?, ?)")) {
            for (User member : room.members()) {
                insert.setString(1, room.id().value());
                insert.setString(2, member.id().value());
                insert.setString(3, member.name().value());
                insert.setString(4, member.kind().name());
                insert.executeUpdate();
            }
        }
    }

    private interface Work<T> {
        T run(Statements statements) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        Statements statements = open == null ? connect() : open;
        try {
            return work.run(statements);
        } catch (SQLException | RuntimeException e) {
            giveUp(statements.connection());
            throw e;
        }
    }

    private Statements connect() throws SQLException {
        Connection connection = database.open();
        connection.setAutoCommit(false);
        open = new Statements(
                connection,
                connection.prepareStatement(INSERT),
                connection.prepareStatement(STORED),
                connection.prepareStatement(HEAD));
        return open;
    }

    /** After a failure nothing of the connection's state is trusted: the next transaction opens another. */
    private void giveUp(Connection connection) {
        open = null;
        heads.clear();
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            log.debug("Rolling back after a failure: {}", e.getMessage());
        }
    }

    @Override
    public void close() throws SQLException {
        if (open != null) {
            open.connection().close();
        }
    }
}
