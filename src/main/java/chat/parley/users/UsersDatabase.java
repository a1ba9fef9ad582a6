package chat.parley.users;

import chat.parley.storage.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** {@code users.db}: one connection, used by one thread at a time. Other processes may write as well. Blocking. */
final class UsersDatabase implements AutoCloseable {
    private final Path file;
    private final SQLiteDataSource source;
    private @Nullable Connection open;
    private long version;

    /** What is done in one transaction. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    UsersDatabase(Path file) {
        this.file = file;
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(5_000);
        source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
    }

    void migrate() {
        Schema.USERS.migrate(file);
    }

    /** All of it or nothing. */
    <T> T transact(Work<T> work) throws SQLException {
        Connection connection = connection();
        connection.setAutoCommit(false);
        try {
            lock(connection);
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /**
     * Waits while another process writes, and keeps it from doing so. Not the driver's way, which would take the lock
     * again with each commit, and fail a commit that succeeded when it cannot.
     */
    private static void lock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("ROLLBACK");
            statement.executeUpdate("BEGIN IMMEDIATE");
        }
    }

    /** Whether another process wrote since this was asked last (sqlite.org/pragma.html#pragma_data_version). */
    boolean changedByOthers() throws SQLException {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("PRAGMA data_version")) {
            long now = row.getLong(1);
            boolean changed = version != 0 && now != version;
            version = now;
            return changed;
        }
    }

    private Connection connection() throws SQLException {
        if (open == null) {
            open = source.getConnection();
        }
        return open;
    }

    @Override
    public void close() throws SQLException {
        if (open != null) {
            open.close();
        }
    }
}
