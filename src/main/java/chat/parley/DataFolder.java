package chat.parley;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The folder of databases, secrets and event log while a server uses it: nobody else's to read, and no second server's
 * to write, which would give the same sequence numbers again. Blocking.
 */
final class DataFolder implements AutoCloseable {
    private final FileChannel lock;

    private DataFolder(FileChannel lock) {
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
        FileChannel channel = FileChannel.open(
                create(folder).resolve("parley.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new CannotStartException("Another Parley is running on the data folder " + folder.toAbsolutePath()
                    + ". Stop it first, or choose another folder by --data.");
        }
        return new DataFolder(channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // by a server of this very process
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
