package chat.parley.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a data folder for one server, or for one restore, at a time; the system lets go of it when the process ends. */
public final class DataLock implements AutoCloseable {
    static final String FILE = "parley.lock";

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Fails {@link StorageException} while another has it, or after a restore that was interrupted. Blocking. */
    public static DataLock take(Path data) throws IOException {
        DataLock lock = lock(data);
        if (Restore.wasInterrupted(data)) {
            lock.close();
            throw new StorageException("A restore into " + data
                    + " was interrupted, so this folder is not whole. Run the restore again, with --overwrite.");
        }
        return lock;
    }

    static DataLock lock(Path data) throws IOException {
        PrivateFiles.folder(data);
        FileChannel channel = FileChannel.open(data.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new StorageException("Another Parley is running on the data folder " + data.toAbsolutePath()
                    + ". Stop it first, or choose another folder by --data.");
        }
        return new DataLock(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by this very process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
