package chat.parley.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/**
 * A backup of everything: databases, keys and certificates of the data folder, and the uploaded files. The databases
 * come first and from one moment, the files afterwards: what a message refers to is there, and what came later is
 * swept by the server one day. Blocking.
 */
public final class Backup {
    private static final int CHUNK = 1 << 16;

    private final Path data;
    private final Path store;
    private final String program;
    private final List<Manifest.Item> items = new ArrayList<>();

    /** @param program name and version of what makes the backup */
    public Backup(Path data, Path store, String program) throws IOException {
        if (!Files.exists(data.resolve(Schema.JOURNAL.file()))) {
            throw new StorageException("There is nothing to back up: " + data + " holds no journal.");
        }
        this.data = data.toRealPath();
        this.store = Files.exists(store) ? store.toRealPath() : store.toAbsolutePath();
        this.program = program;
    }

    /** Writes a folder, or a zip file when the name ends so, that was not there; it appears when it is whole. */
    public Manifest to(Path target, Instant now) throws IOException, SQLException {
        if (Files.exists(target)) {
            throw new StorageException(target + " is there already. Nothing was written.");
        }
        Path place = target.toAbsolutePath().normalize();
        if (place.startsWith(data) || place.startsWith(store)) {
            throw new StorageException(
                    target + " is inside of what is backed up. Choose a place outside, at best on another disk.");
        }
        Path partial = place.resolveSibling(place.getFileName() + ".partial");
        Path snapshot = place.resolveSibling(place.getFileName() + ".snapshot");
        PrivateFiles.delete(partial);
        PrivateFiles.delete(snapshot);
        PrivateFiles.folder(snapshot);
        try {
            Snapshot.take(data, snapshot);
            Manifest manifest = write(partial, snapshot, Archive.isZip(place), now);
            try (Archive archive = Archive.open(partial)) {
                new Verification(archive).run();
            }
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } finally {
            PrivateFiles.delete(snapshot);
            PrivateFiles.delete(partial);
        }
    }

    private Manifest write(Path partial, Path snapshot, boolean zip, Instant now) throws IOException {
        try (Archive archive = Archive.create(partial, zip)) {
            add(archive, snapshot, Manifest.DATA, any -> true);
            add(archive, data, Manifest.DATA, this::isKept);
            if (Files.isDirectory(store)) {
                add(archive, store, Manifest.STORE, this::isBlob);
            }
            Manifest manifest = new Manifest(Manifest.FORMAT, program, now.toString(), items);
            try (OutputStream out = archive.write(Manifest.FILE)) {
                out.write(manifest.json());
            }
            return manifest;
        }
    }

    /** Keys and certificates; no databases, which come as snapshots, no logs, and nothing half done. */
    private boolean isKept(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean database = Arrays.stream(Schema.values()).anyMatch(schema -> name.startsWith(schema.file()));
        boolean log = name.startsWith("parley") && name.endsWith(".log");
        return !database
                && !log
                && !file.startsWith(store)
                && !name.equals(DataLock.FILE)
                && !name.endsWith(".new")
                && !file.startsWith(data.resolve(Restore.ASIDE))
                && !file.startsWith(data.resolve(Restore.STAGE));
    }

    private boolean isBlob(Path file) {
        return List.of("incoming", Restore.ASIDE, Restore.STAGE).stream()
                .noneMatch(folder -> file.startsWith(store.resolve(folder)));
    }

    private void add(Archive archive, Path root, String prefix, Predicate<Path> wanted) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = prefix + root.relativize(file).toString().replace('\\', '/');
                if (attributes.isRegularFile() && wanted.test(file) && Manifest.takes(path)) {
                    copy(archive, file, path);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // deleted meanwhile
                }
                throw e;
            }
        });
    }

    private void copy(Archive archive, Path file, String path) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                OutputStream out = archive.write(path)) {
            items.add(copy(in, out, path));
        } catch (NoSuchFileException e) {
            if (Files.exists(file)) {
                throw e;
            } // deleted meanwhile
        }
    }

    /** Copies, and says how much it was and what its hash is. */
    static Manifest.Item copy(InputStream in, OutputStream out, String path) throws IOException {
        MessageDigest hash = sha256();
        byte[] chunk = new byte[CHUNK];
        long size = 0;
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            hash.update(chunk, 0, read);
            out.write(chunk, 0, read);
            size += read;
        }
        return new Manifest.Item(path, size, HexFormat.of().formatHex(hash.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
