package chat.parley.log;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The journal's file: brought to the present schema, and opened for its one writer or for a reader. */
final class Database {
    private final SQLiteDataSource source;

    Database(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(5_000);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
    }

    void migrate() {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/journal")
                .load()
                .migrate();
    }

    Connection open() throws SQLException {
        return source.getConnection();
    }
}
