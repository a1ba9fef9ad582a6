package chat.parley.users;

import chat.parley.model.SessionId;
import chat.parley.model.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sessions of accounts. */
final class SessionTable {
    private SessionTable() {}

    static List<LiveSession> load(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                row -> {
                    LiveSession session = new LiveSession(
                            new SessionId(row.getString(1)),
                            new UserId(row.getString(2)),
                            new TokenHash(row.getBytes(3)),
                            row.getString(4),
                            row.getString(5),
                            row.getLong(6));
                    session.lastUsed = row.getLong(7);
                    return session;
                },
                "SELECT session, user_id, token_hash, client, address, created, last_used FROM sessions");
    }

    static List<SessionId> ids(Connection connection) throws SQLException {
        return Sql.all(connection, row -> new SessionId(row.getString(1)), "SELECT session FROM sessions");
    }

    static void insert(Connection connection, LiveSession session, TokenHash token) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO sessions (session, user_id, token_hash, client, address, created, last_used)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                session.id,
                session.user,
                token.bytes(),
                session.client,
                session.address,
                session.created,
                session.lastUsed);
    }

    static void used(Connection connection, SessionId session, long time, String address) throws SQLException {
        Sql.update(
                connection, "UPDATE sessions SET last_used = ?, address = ? WHERE session = ?", time, address, session);
    }

    static void delete(Connection connection, SessionId session) throws SQLException {
        Sql.update(connection, "DELETE FROM sessions WHERE session = ?", session);
    }

    /** All of a user but one. */
    static void deleteOthers(Connection connection, UserId user, @Nullable SessionId keep) throws SQLException {
        Sql.update(connection, "DELETE FROM sessions WHERE user_id = ? AND session IS NOT ?", user, keep);
    }
}
