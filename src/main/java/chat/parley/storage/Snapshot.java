package chat.parley.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConnection;

/**
 * Copies all databases as they were at one moment, while a server goes on writing to them. Nobody waits: a reader that
 * has begun sees what it saw then, whatever is written later (sqlite.org/isolation.html). The readers begin one right
 * after the other, the journal's first, so that the files and people whom a message names are in the others.
 */
final class Snapshot {
    private static final List<Schema> ORDER = List.of(Schema.JOURNAL, Schema.FILES, Schema.USERS);
    private static final int PATIENCE_MILLIS = 30_000;

    private Snapshot() {}

    /** Copies the databases that are there into a folder; each copy is checked. */
    static List<Schema> take(Path data, Path into) throws IOException, SQLException {
        Map<Schema, Connection> readers = new LinkedHashMap<>();
        try {
            for (Schema schema : ORDER) {
                if (Files.exists(data.resolve(schema.file()))) {
                    readers.put(schema, begin(data.resolve(schema.file())));
                }
            }
            for (Map.Entry<Schema, Connection> each : readers.entrySet()) {
                Path copy = into.resolve(each.getKey().file());
                int code = each.getValue()
                        .unwrap(SQLiteConnection.class)
                        .getDatabase()
                        .backup("main", copy.toString(), null);
                if (code != 0) {
                    throw new StorageException(
                            each.getKey().file() + " could not be copied: SQLite says " + code + ".");
                }
                check(copy);
            }
            return List.copyOf(readers.keySet());
        } finally {
            closeAll(readers.values());
        }
    }

    private static Connection begin(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + PATIENCE_MILLIS);
            statement.execute("BEGIN");
            statement.execute("SELECT count(*) FROM sqlite_schema"); // a transaction begins to see when it first looks
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void closeAll(Iterable<Connection> connections) throws SQLException {
        for (Connection connection : connections) {
            connection.close(); // and what it began is undone
        }
    }

    /** Fails {@link StorageException} when a database file is damaged. */
    static void check(Path file) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
                Statement statement = connection.createStatement()) {
            String verdict = first(statement, "PRAGMA integrity_check");
            if (!verdict.equals("ok")) {
                throw new StorageException(file.getFileName() + " is damaged: " + verdict);
            }
            if (!first(statement, "PRAGMA foreign_key_check").isEmpty()) {
                throw new StorageException(file.getFileName() + " is damaged: rows refer to others that are not there");
            }
        }
    }

    private static String first(Statement statement, String pragma) throws SQLException {
        try (ResultSet rows = statement.executeQuery(pragma)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
