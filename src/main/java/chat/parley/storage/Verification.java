package chat.parley.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;

/** Reads a backup through and compares everything with its manifest. */
final class Verification {
    private final Archive archive;

    /** Where the content of a file goes while it is read. */
    interface Sink {
        OutputStream open(String path) throws IOException;
    }

    Verification(Archive archive) {
        this.archive = archive;
    }

    Manifest run() throws IOException {
        return run(path -> OutputStream.nullOutputStream());
    }

    /** Fails {@link StorageException} naming the first thing that is wrong. */
    Manifest run(Sink sink) throws IOException {
        Manifest manifest = manifest();
        for (Manifest.Item item : manifest.items()) {
            try (InputStream in = archive.read(item.path());
                    OutputStream out = sink.open(item.path())) {
                if (!Backup.copy(in, out, item.path()).equals(item)) {
                    throw new StorageException("This backup is damaged: " + item.path()
                            + " is not what the manifest says. Nothing was restored.");
                }
            } catch (NoSuchFileException e) {
                throw new StorageException("This backup is damaged: " + item.path() + " is missing.");
            }
        }
        return manifest;
    }

    private Manifest manifest() throws IOException {
        try (InputStream in = archive.read(Manifest.FILE)) {
            return Manifest.parse(in.readAllBytes());
        } catch (NoSuchFileException e) {
            throw new StorageException("This is no backup of Parley: it has no " + Manifest.FILE + ".");
        }
    }
}
