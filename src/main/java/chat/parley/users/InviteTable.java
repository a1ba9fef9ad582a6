package chat.parley.users;

import chat.parley.bus.Administration.OpenInvite;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links that let somebody in: invites, the setup of the first administrator, and resets of a password. */
final class InviteTable {
    private InviteTable() {}

    /** {@code setup}: makes the first administrator. */
    record Invite(String id, UserKind role, long expires, boolean setup) {}

    /** One that can be used now; null when there is none of this token. */
    static @Nullable Invite usable(Connection connection, TokenHash token, long now) throws SQLException {
        return Sql.first(
                connection,
                row -> new Invite(
                        row.getString(1), UserKind.valueOf(row.getString(2)), row.getLong(3), row.getInt(4) == 1),
                "SELECT id, role, expires, setup FROM invites WHERE token_hash = ? AND used < uses AND expires > ?",
                token.bytes(),
                now);
    }

    /** False when it cannot be used (any more). */
    static boolean use(Connection connection, String id, long now) throws SQLException {
        return Sql.update(
                        connection,
                        "UPDATE invites SET used = used + 1 WHERE id = ? AND used < uses AND expires > ?",
                        id,
                        now)
                == 1;
    }

    static void insert(Connection connection, OpenInvite invite, TokenHash token, boolean setup) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO invites (id, token_hash, role, uses, created, expires, created_by, setup)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                invite.id(),
                token.bytes(),
                invite.role(),
                invite.uses(),
                invite.created(),
                invite.expires(),
                invite.createdBy(),
                setup ? 1 : 0);
    }

    static List<OpenInvite> open(Connection connection, long now) throws SQLException {
        return Sql.all(
                connection,
                InviteTable::read,
                "SELECT id, role, uses, used, created, expires, created_by FROM invites"
                        + " WHERE setup = 0 AND used < uses AND expires > ? ORDER BY created DESC, id",
                now);
    }

    private static OpenInvite read(ResultSet row) throws SQLException {
        return new OpenInvite(
                row.getString(1),
                UserKind.valueOf(row.getString(2)),
                row.getInt(3),
                row.getInt(4),
                row.getLong(5),
                row.getLong(6),
                row.getString(7));
    }

    static boolean delete(Connection connection, String id) throws SQLException {
        return Sql.update(connection, "DELETE FROM invites WHERE id = ? AND setup = 0", id) == 1;
    }

    static void deleteSetups(Connection connection) throws SQLException {
        Sql.update(connection, "DELETE FROM invites WHERE setup = 1");
    }

    /** What nobody can use any more. */
    static void sweep(Connection connection, long now) throws SQLException {
        Sql.update(connection, "DELETE FROM invites WHERE used >= uses OR expires <= ?", now);
        Sql.update(connection, "DELETE FROM resets WHERE expires <= ?", now);
    }

    static void insertReset(Connection connection, UserId user, TokenHash token, long expires) throws SQLException {
        Sql.update(
                connection,
                "INSERT OR REPLACE INTO resets (user_id, token_hash, expires) VALUES (?, ?, ?)",
                user,
                token.bytes(),
                expires);
    }

    /** Whose password this token may set; null when nobody's. */
    static @Nullable UserId resets(Connection connection, TokenHash token, long now) throws SQLException {
        return Sql.first(
                connection,
                row -> new UserId(row.getString(1)),
                "SELECT user_id FROM resets WHERE token_hash = ? AND expires > ?",
                token.bytes(),
                now);
    }

    /** False when somebody was faster. */
    static boolean useReset(Connection connection, TokenHash token) throws SQLException {
        return Sql.update(connection, "DELETE FROM resets WHERE token_hash = ?", token.bytes()) == 1;
    }

    static void deleteResets(Connection connection, UserId user) throws SQLException {
        Sql.update(connection, "DELETE FROM resets WHERE user_id = ?", user);
    }
}
