package chat.parley.users;

import chat.parley.bus.Administration.State;
import chat.parley.bus.Failure;
import chat.parley.crypto.PasswordHash;
import chat.parley.model.FileId;
import chat.parley.model.Status;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rows of accounts. Rules that have to hold whatever process writes are kept here, inside the transaction. */
final class AccountTable {
    private AccountTable() {}

    static List<Account> load(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                AccountTable::read,
                "SELECT user_id, name, role, state, password, display, avatar, status, created, last_seen"
                        + " FROM accounts");
    }

    private static Account read(ResultSet row) throws SQLException {
        User user = new User(
                new UserId(row.getString(1)), new UserName(row.getString(2)), UserKind.valueOf(row.getString(3)));
        Account account = new Account(user, State.valueOf(row.getString(4)), row.getLong(9));
        String password = row.getString(5);
        account.cost = password == null ? null : PasswordHash.parse(password).cost();
        account.display = row.getString(6);
        String avatar = account.isDeleted() ? null : row.getString(7);
        account.avatar = avatar == null ? null : new FileId(avatar);
        account.status = Status.valueOf(row.getString(8));
        account.lastSeen = Sql.number(row, 10);
        return account;
    }

    /** Fails {@code NAME_TAKEN} when another process was faster. */
    static void insert(Connection connection, User user, Set<String> looks, String password, long time)
            throws SQLException {
        for (String look : looks) {
            if (Sql.first(connection, row -> row.getString(1), "SELECT user_id FROM looks WHERE look = ?", look)
                    != null) {
                throw Failure.NAME_TAKEN.because("The name " + user.name() + " is taken. Please choose another.");
            }
        }
        Sql.update(
                connection,
                "INSERT INTO accounts (user_id, name, role, state, password, created)"
                        + " VALUES (?, ?, ?, 'ACTIVE', ?, ?)",
                user.id(),
                user.name(),
                user.kind(),
                password,
                time);
        for (String look : looks) {
            Sql.update(connection, "INSERT INTO looks (look, user_id) VALUES (?, ?)", look, user.id());
        }
    }

    /** The hash of an active account's password; null when there is none. */
    static @Nullable String password(Connection connection, UserId user) throws SQLException {
        return Sql.first(
                connection,
                row -> row.getString(1),
                "SELECT password FROM accounts WHERE user_id = ? AND state = 'ACTIVE' AND password IS NOT NULL",
                user);
    }

    /** The hash that this id's password has, null when there is none: the same query for everybody and nobody. */
    record Found(UserId user, @Nullable String password) {}

    static Found found(Connection connection, UserId user) throws SQLException {
        String password =
                Sql.first(connection, row -> row.getString(1), "SELECT password FROM accounts WHERE user_id = ?", user);
        return new Found(user, password);
    }

    /** Unless it was changed meanwhile. */
    static void replacePassword(Connection connection, UserId user, String was, String password) throws SQLException {
        Sql.update(
                connection, "UPDATE accounts SET password = ? WHERE user_id = ? AND password = ?", password, user, was);
    }

    static void setPassword(Connection connection, UserId user, String password) throws SQLException {
        Sql.update(connection, "UPDATE accounts SET password = ? WHERE user_id = ?", password, user);
    }

    static void setProfile(Connection connection, UserId user, @Nullable String display, @Nullable FileId avatar)
            throws SQLException {
        Sql.update(connection, "UPDATE accounts SET display = ?, avatar = ? WHERE user_id = ?", display, avatar, user);
    }

    static void setStatus(Connection connection, UserId user, Status status) throws SQLException {
        Sql.update(connection, "UPDATE accounts SET status = ? WHERE user_id = ?", status, user);
    }

    static void setLastSeen(Connection connection, UserId user, long time) throws SQLException {
        Sql.update(connection, "UPDATE accounts SET last_seen = ? WHERE user_id = ?", time, user);
    }

    static void setRole(Connection connection, UserId user, UserKind role) throws SQLException {
        if (role != UserKind.ADMIN) {
            keepAnAdmin(connection, user);
        }
        Sql.update(connection, "UPDATE accounts SET role = ? WHERE user_id = ?", role, user);
    }

    /** Also ends what a deactivated account could come in with. */
    static void setActive(Connection connection, UserId user, boolean active) throws SQLException {
        if (!active) {
            keepAnAdmin(connection, user);
            Sql.update(connection, "DELETE FROM sessions WHERE user_id = ?", user);
            Sql.update(connection, "DELETE FROM resets WHERE user_id = ?", user);
        }
        Sql.update(
                connection,
                "UPDATE accounts SET state = ? WHERE user_id = ?",
                active ? State.ACTIVE : State.DEACTIVATED,
                user);
    }

    /** Nothing of it stays but its name, and what is to be cleared elsewhere. */
    static void delete(Connection connection, UserId user, boolean erase) throws SQLException {
        keepAnAdmin(connection, user);
        Sql.update(connection, "DELETE FROM sessions WHERE user_id = ?", user);
        Sql.update(connection, "DELETE FROM resets WHERE user_id = ?", user);
        Sql.update(connection, "DELETE FROM blocks WHERE user_id = ? OR other = ?", user, user);
        Sql.update(
                connection,
                "UPDATE accounts SET state = 'DELETED', role = 'MEMBER', password = NULL, display = NULL,"
                        + " status = 'ONLINE', last_seen = NULL, clearing = ? WHERE user_id = ?",
                erase ? 2 : 1,
                user);
    }

    private static void keepAnAdmin(Connection connection, UserId user) throws SQLException {
        String role = Sql.first(
                connection,
                row -> row.getString(1),
                "SELECT role FROM accounts WHERE user_id = ? AND state = 'ACTIVE'",
                user);
        if (UserKind.ADMIN.name().equals(role) && admins(connection) == 1) {
            throw Failure.FORBIDDEN.because(
                    "This is the last administrator. Make somebody else an administrator (role admin) first.");
        }
    }

    static long admins(Connection connection) throws SQLException {
        Long count = Sql.first(
                connection,
                row -> row.getLong(1),
                "SELECT count(*) FROM accounts WHERE role = 'ADMIN' AND state = 'ACTIVE'");
        return count == null ? 0 : count;
    }

    /** Deleted, and not cleared elsewhere yet. */
    record Leftover(UserId user, boolean erase) {}

    static List<Leftover> leftovers(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                row -> new Leftover(new UserId(row.getString(1)), row.getInt(2) == 2),
                "SELECT user_id, clearing FROM accounts WHERE clearing > 0");
    }

    /** Of deleted accounts. */
    record OldAvatar(UserId user, FileId avatar) {}

    static List<OldAvatar> oldAvatars(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                row -> new OldAvatar(new UserId(row.getString(1)), new FileId(row.getString(2))),
                "SELECT user_id, avatar FROM accounts WHERE state = 'DELETED' AND avatar IS NOT NULL");
    }

    static void cleared(Connection connection, UserId user) throws SQLException {
        Sql.update(connection, "UPDATE accounts SET clearing = 0 WHERE user_id = ?", user);
    }

    static byte[] pepper(Connection connection) throws SQLException {
        byte[] pepper = Sql.first(connection, row -> row.getBytes(1), "SELECT value FROM pepper");
        if (pepper == null) {
            throw new IllegalStateException("users.db has lost its pepper");
        }
        return pepper;
    }
}
