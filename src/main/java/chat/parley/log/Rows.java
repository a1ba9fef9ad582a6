package chat.parley.log;

import chat.parley.model.Entry;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows of the journal as the values they stand for. */
final class Rows {
    /** What {@link #entry} reads, of {@code entries e} and {@code rooms r}. */
    static final String ENTRY = "r.id, e.seq, e.time, e.sender, e.sender_name, e.sender_kind, e.client_id, e.content";

    static final int CONTENT = 8;

    private Rows() {}

    /** Columns: {@link #ENTRY}. */
    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                new RoomId(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                user(row, 4),
                new MessageId(row.getString(7)),
                Contents.read(row.getString(CONTENT)));
    }

    /** Columns from {@code first} on: id, name, kind. */
    static User user(ResultSet row, int first) throws SQLException {
        return new User(
                new UserId(row.getString(first)),
                new UserName(row.getString(first + 1)),
                UserKind.valueOf(row.getString(first + 2)));
    }

    static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** What makes two people the same two, whoever began. */
    static String pair(UserId one, UserId other) {
        return one.value().compareTo(other.value()) < 0 ? one + " " + other : other + " " + one;
    }
}
