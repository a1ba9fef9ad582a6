package chat.parley.files;

import chat.parley.storage.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** Opens an SQLite database: migrated, in WAL mode, on disk when a commit returns. */
final class Sqlite {
    private Sqlite() {}

    static Connection open(Path file) throws IOException, SQLException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        Schema.FILES.migrate(file);
        SQLiteConfig config = config();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        return config.createConnection(url);
    }

    /** Opens a database that is there for reading; somebody else may write meanwhile. */
    static Connection read(Path file) throws IOException, SQLException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        Connection connection = config().createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
        }
        return connection;
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(5_000);
        return config;
    }
}
