package chat.parley.log;

import chat.parley.storage.Schema;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The journal's file: brought to the present schema, and opened, for its one writer and for readers. */
final class Database {
    private final Path file;
    private final SQLiteDataSource source;

    Database(Path file) {
        this.file = file;
        source = source(file);
    }

    private static SQLiteDataSource source(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(5_000);
        config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    void migrate() {
        Schema.JOURNAL.migrate(file);
    }

    /** A transaction is one unchanging state of everything; whoever writes begins with {@link Sql#lock}. */
    Sql open() throws SQLException {
        return new Sql(source.getConnection());
    }
}
