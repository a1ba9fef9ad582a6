package chat.parley.log;

import chat.parley.model.Content;
import chat.parley.model.FileRef;
import java.sql.SQLException;

/** The full-text index of messages: what they say, and what their files are called. */
final class Words {
    /** Room and number in one row number, so that the messages of a room are one range. */
    private static final int SEQ_BITS = 40;

    /** The largest number that an entry can have. */
    static final long LAST = (1L << SEQ_BITS) - 1;

    private final Sql sql;

    Words(Sql sql) {
        this.sql = sql;
    }

    static long row(long room, long seq) {
        return room << SEQ_BITS | seq;
    }

    static long seq(long row) {
        return row & LAST;
    }

    void add(long room, long seq, Content.Message message) throws SQLException {
        String text = message.text();
        if (!message.files().isEmpty()) {
            StringBuilder all = new StringBuilder(text);
            for (FileRef file : message.files()) {
                all.append('\n').append(file.name());
            }
            text = all.toString();
        }
        sql.update("INSERT INTO words (rowid, text) VALUES (?, ?)", row(room, seq), text);
    }

    void remove(long room, long seq) throws SQLException {
        sql.update("DELETE FROM words WHERE rowid = ?", row(room, seq));
    }
}
