package chat.parley.log;

import chat.parley.model.Entry;
import chat.parley.model.MessageId;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows of the journal as the values they stand for. */
final class Rows {
    private Rows() {}

    /** Columns: room's id, seq, time, sender, sender_name, sender_kind, client_id, content. */
    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                new RoomId(row.getString(1)),
                row.getLong(2),
                row.getLong(3),
                user(row, 4),
                new MessageId(row.getString(7)),
                Contents.read(row.getString(8)));
    }

    /** Columns from {@code first} on: id, name, kind. */
    private static User user(ResultSet row, int first) throws SQLException {
        return new User(
                new UserId(row.getString(first)),
                new UserName(row.getString(first + 1)),
                UserKind.valueOf(row.getString(first + 2)));
    }

    static Room direct(Connection connection, long no, RoomId id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT user_id, name, kind FROM members WHERE room = ?")) {
            select.setLong(1, no);
            List<User> members = new ArrayList<>(2);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    members.add(user(row, 1));
                }
            }
            return Room.direct(id, members.get(0), members.get(1));
        }
    }

    /** What makes two people the same two, whoever began. */
    static String pair(UserId one, UserId other) {
        return one.value().compareTo(other.value()) < 0 ? one + " " + other : other + " " + one;
    }
}
