package chat.parley.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Finds out whether a database can be written, by a commit of something that nobody reads. Blocking. */
public final class WriteCheck {
    /** The user version is for the application to use, and we do not (sqlite.org/pragma.html#pragma_user_version). */
    public static final String STATEMENT = "PRAGMA user_version = 1";

    private WriteCheck() {}

    /** On a connection of its own; fails when another is writing for too long. */
    public static void run(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 2000");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute(STATEMENT);
        }
    }
}
