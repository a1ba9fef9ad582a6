package chat.parley;

import chat.parley.storage.DataLock;
import chat.parley.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The folder of databases, secrets and event log while a server uses it: nobody else's to read, and no second server's
 * to write, which would give the same sequence numbers again. Blocking.
 */
final class DataFolder implements AutoCloseable {
    private final DataLock lock;

    private DataFolder(DataLock lock) {
        this.lock = lock;
    }

    /** Makes the folder if there is none, for this user alone; one that is there keeps its mode. */
    static Path create(Path folder) {
        try {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            return Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new CannotStartException("The data folder " + folder.toAbsolutePath() + " cannot be used ("
                    + (Files.exists(folder) ? "it is no folder" : e.toString())
                    + "). Another one is chosen by --data, or by the setting data.");
        }
    }

    /** Makes it this server's until {@link #close}; the end of the process, however it comes, ends that too. */
    static DataFolder take(Path folder) throws IOException {
        try {
            return new DataFolder(DataLock.take(create(folder)));
        } catch (StorageException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
