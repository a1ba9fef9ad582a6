package chat.parley.users;

import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The guests that a restart has to remember. */
final class GuestTable {
    private GuestTable() {}

    /** A guest, with the hash of the token that proves it. */
    record Guest(User user, SessionId session, TokenHash token) {}

    static List<Guest> load(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                row -> new Guest(
                        new User(new UserId(row.getString(1)), new UserName(row.getString(2)), UserKind.GUEST),
                        new SessionId(row.getString(3)),
                        new TokenHash(row.getBytes(4))),
                "SELECT user_id, name, session, token_hash FROM guests");
    }

    static void insert(Connection connection, Guest guest, long time) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO guests (user_id, name, session, token_hash, created) VALUES (?, ?, ?, ?, ?)",
                guest.user().id(),
                guest.user().name(),
                guest.session(),
                guest.token().bytes(),
                time);
    }

    static void delete(Connection connection, UserId user) throws SQLException {
        Sql.update(connection, "DELETE FROM guests WHERE user_id = ?", user);
        Sql.update(connection, "DELETE FROM blocks WHERE user_id = ? OR other = ?", user, user);
    }
}
