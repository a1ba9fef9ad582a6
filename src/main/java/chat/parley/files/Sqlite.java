package chat.parley.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;

/** Opens an SQLite database: migrated, in WAL mode, on disk when a commit returns. */
final class Sqlite {
    private Sqlite() {}

    /** @param migrations a folder of Flyway migrations on the class path, such as {@code db/files} */
    static Connection open(Path file, String migrations) throws IOException, SQLException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        String url = "jdbc:sqlite:" + file.toAbsolutePath();
        Flyway.configure(Sqlite.class.getClassLoader())
                .dataSource(url, null, null)
                .locations("classpath:" + migrations)
                .failOnMissingLocations(true)
                .load()
                .migrate();
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        config.enforceForeignKeys(true);
        return config.createConnection(url);
    }
}
