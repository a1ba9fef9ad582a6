package chat.parley.log;

import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What SQLite says about the disk, as the failure that a person is told. Primary codes: sqlite.org/rescode.html. */
final class StorageFailures {
    private StorageFailures() {}

    static FailureException of(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        if (primary == SQLiteErrorCode.SQLITE_FULL.code) {
            return Failure.STORAGE_FULL.because(
                    "The server's disk is full. Nothing was stored; please try again later.");
        }
        if (primary == SQLiteErrorCode.SQLITE_READONLY.code
                || primary == SQLiteErrorCode.SQLITE_PERM.code
                || primary == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return Failure.STORAGE_READ_ONLY.because(
                    "The server cannot write to its disk. Nothing was stored; please try again later.");
        }
        return Failure.UNAVAILABLE.because(
                "The server's disk had an error. Whether it was stored is unknown; sending it again is safe.");
    }
}
