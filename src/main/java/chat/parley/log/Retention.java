package chat.parley.log;

import chat.parley.bus.Files;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.RoomId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Removes what is older than its room keeps entries, from the oldest on. Within the transaction of its caller. */
final class Retention {
    private static final String OLDEST = "SELECT " + Rows.ENTRY + " FROM entries e JOIN rooms r ON r.no = e.room"
            + " WHERE e.room = ? ORDER BY e.seq LIMIT ?";
    private static final List<String> TABLES =
            List.of("entries", "changes", "reactions", "pins", "mentions", "attachments");

    private final Sql sql;

    Retention(Sql sql) {
        this.sql = sql;
    }

    /** A room that does not keep everything. */
    record Limited(long no, RoomId id, int days) {}

    /** {@code more}: there is more to remove in this room. */
    record Swept(Files.Release released, boolean more) {}

    List<Limited> limited() throws SQLException {
        return sql.list(
                "SELECT no, id, retention_days FROM rooms WHERE retention_days IS NOT NULL",
                row -> new Limited(row.getLong(1), new RoomId(row.getString(2)), row.getInt(3)));
    }

    /** Removes at most so many entries; those that are left keep their numbers, and new ones go on from the last. */
    Swept sweep(Limited room, long now, int most) throws SQLException {
        long before = now - Duration.ofDays(room.days()).toMillis();
        List<Files.Message> withFiles = new ArrayList<>();
        long last = 0;
        int removed = 0;
        for (Entry entry : sql.list(OLDEST, Rows::entry, room.no(), most)) {
            if (entry.time() >= before) {
                break;
            }
            last = entry.seq();
            removed++;
            if (entry.content() instanceof Content.Message message
                    && !message.files().isEmpty()) {
                withFiles.add(new Files.Message(entry.sender().id(), entry.id()));
            }
        }
        if (removed > 0) {
            remove(room.no(), last);
        }
        return new Swept(new Files.Release(room.id(), withFiles), removed == most);
    }

    private void remove(long room, long last) throws SQLException {
        sql.update("UPDATE rooms SET floor = ? WHERE no = ?", last, room);
        sql.update(
                "DELETE FROM words WHERE rowid IN (SELECT (room << 40) | seq FROM entries WHERE room = ? AND seq <= ?)",
                room,
                last);
        for (String table : TABLES) {
            sql.update("DELETE FROM " + table + " WHERE room = ? AND seq <= ?", room, last);
        }
        sql.update("DELETE FROM replies WHERE room = ? AND root <= ?", room, last);
    }
}
