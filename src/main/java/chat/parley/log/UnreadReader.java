package chat.parley.log;

import chat.parley.model.UserId;
import java.sql.SQLException;

/** Counts what somebody has not read: others' messages that stand, and those that name the reader. */
final class UnreadReader {
    /** Nobody reads a larger number, and counting on would cost. */
    private static final int MOST = 1_000;

    /** Entries that are looked at, messages or not. */
    private static final int LOOKED_AT = 5 * MOST;

    private static final String UNREAD = "SELECT count(*) FROM (SELECT message, sender FROM entries"
            + " WHERE room = ? AND seq > ? ORDER BY seq DESC LIMIT " + LOOKED_AT
            + ") WHERE message = 1 AND sender <> ?";
    private static final String MENTIONS = "SELECT count(*) FROM (SELECT DISTINCT seq FROM mentions"
            + " WHERE user_id IN (?, '') AND room = ? AND seq > ? AND sender <> ? LIMIT " + MOST + ")";

    private final Sql sql;

    record Counts(int unread, int mentions) {
        static final Counts NONE = new Counts(0, 0);
    }

    UnreadReader(Sql sql) {
        this.sql = sql;
    }

    Counts after(long room, UserId reader, long seq) throws SQLException {
        String id = reader.value();
        long unread = sql.number(UNREAD, room, seq, id);
        return unread == 0
                ? Counts.NONE
                : new Counts((int) Math.min(MOST, unread), (int) sql.number(MENTIONS, id, room, seq, id));
    }
}
