package chat.parley.users;

import chat.parley.bus.Administration.Act;
import chat.parley.bus.Administration.Party;
import chat.parley.model.User;
import chat.parley.model.UserId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What administrators did, written in the transaction that did it. */
final class AuditTable {
    private AuditTable() {}

    /** @param by null for the command line */
    static void add(
            Connection connection, @Nullable User by, String action, @Nullable User user, @Nullable String detail)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO audit (time, by_id, by_name, action, user_id, user_name, detail)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                System.currentTimeMillis(),
                by == null ? null : by.id(),
                by == null ? null : by.name(),
                action,
                user == null ? null : user.id(),
                user == null ? null : user.name(),
                detail);
    }

    static List<Act> read(Connection connection, @Nullable Long before, int limit) throws SQLException {
        return Sql.all(
                connection,
                row -> new Act(
                        row.getLong(1),
                        row.getLong(2),
                        party(row, 3),
                        row.getString(5),
                        party(row, 6),
                        row.getString(8)),
                "SELECT number, time, by_id, by_name, action, user_id, user_name, detail FROM audit"
                        + " WHERE number < ? ORDER BY number DESC LIMIT ?",
                before == null ? Long.MAX_VALUE : before,
                limit);
    }

    private static @Nullable Party party(ResultSet row, int column) throws SQLException {
        String id = row.getString(column);
        return id == null ? null : new Party(new UserId(id), row.getString(column + 1));
    }
}
