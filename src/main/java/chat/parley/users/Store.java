package chat.parley.users;

import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * Transactions on {@code users.db}, one after the other on a thread of their own. Their results come back in that order,
 * so whoever changes memory only with a result keeps it in step with the disk.
 */
final class Store {
    private static final Logger log = LoggerFactory.getLogger(Store.class);

    private final UsersDatabase database;
    private final WorkerExecutor executor;

    Store(Vertx vertx, UsersDatabase database, String name) {
        this.database = database;
        this.executor = vertx.createSharedWorkerExecutor(name, 1);
    }

    Future<Done> open() {
        return executor.executeBlocking(() -> {
            database.migrate();
            database.changedByOthers();
            return Done.DONE;
        });
    }

    <T> Future<T> run(UsersDatabase.Work<T> work) {
        return executor.executeBlocking(() -> database.transact(work)).recover(Store::refused);
    }

    Future<Boolean> changedByOthers() {
        return executor.executeBlocking(database::changedByOthers);
    }

    private static <T> Future<T> refused(Throwable cause) {
        if (!(cause instanceof SQLException e)) {
            return Future.failedFuture(cause);
        }
        log.error("users.db: {}", e.getMessage());
        int primary = e.getErrorCode() & 0xff;
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return Future.failedFuture(Failure.STORAGE_READ_ONLY.because(
                    "The server cannot write to its disk. Nothing was stored; please try again later."));
        }
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return Future.failedFuture(Failure.STORAGE_FULL.because(
                    "The server's disk is full. Nothing was stored; please try again later."));
        }
        return Future.failedFuture(Failure.UNAVAILABLE.because(
                "The server's disk had an error. Nothing was stored; please try again later."));
    }

    Future<Void> close() {
        return executor.executeBlocking(() -> {
                    database.close();
                    return Done.DONE;
                })
                .eventually(executor::close)
                .mapEmpty();
    }
}
