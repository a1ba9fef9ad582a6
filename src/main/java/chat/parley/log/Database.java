package chat.parley.log;

import chat.parley.storage.Schema;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The journal's file: brought to the present schema, and opened for its one writer or for a reader. */
final class Database {
    private final Path file;
    private final SQLiteDataSource writing;
    private final SQLiteDataSource reading;

    Database(Path file) {
        this.file = file;
        writing = source(file, SQLiteConfig.TransactionMode.IMMEDIATE);
        reading = source(file, SQLiteConfig.TransactionMode.DEFERRED);
    }

    private static SQLiteDataSource source(Path file, SQLiteConfig.TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(5_000);
        config.setTransactionMode(mode);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    void migrate() {
        Schema.JOURNAL.migrate(file);
    }

    Sql open() throws SQLException {
        return new Sql(writing.getConnection());
    }

    /** For reading: a transaction is one unchanging state of everything. */
    Sql openReader() throws SQLException {
        return new Sql(reading.getConnection());
    }
}
