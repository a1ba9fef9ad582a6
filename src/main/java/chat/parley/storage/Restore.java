package chat.parley.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a backup back. All of it is unpacked and checked beside what is there; only then what is there is moved aside,
 * and the backup takes its place. Blocking.
 */
public final class Restore {
    static final String STAGE = "restoring";
    static final String ASIDE = "replaced";
    private static final String UNDER_WAY = "restore.under-way";

    private final Path source;

    public Restore(Path source) {
        this.source = source;
    }

    /** Reads it through; changes nothing. */
    public Manifest check() throws IOException {
        try (Archive archive = Archive.open(source)) {
            return new Verification(archive).run();
        }
    }

    static boolean wasInterrupted(Path data) {
        return Files.exists(data.resolve(UNDER_WAY));
    }

    /**
     * Restores, into empty folders only unless {@code overwrite}: then what is there is moved aside, into
     * {@code replaced/} and the time.
     */
    public Manifest into(Path data, Path store, boolean overwrite, Instant now) throws IOException, SQLException {
        DataLock lock = DataLock.lock(data);
        try {
            PrivateFiles.folder(store);
            if (!overwrite) {
                refuseFull(data, store);
                refuseFull(store, store);
            }
            Manifest manifest = stage(data, store);
            Files.writeString(data.resolve(UNDER_WAY), "");
            String aside = ASIDE + "/" + now.toString().replaceAll("[:.]", "-");
            swap(store, store, aside);
            swap(data, store, aside);
            Files.delete(data.resolve(UNDER_WAY));
            return manifest;
        } finally {
            lock.close();
        }
    }

    private static void refuseFull(Path folder, Path store) throws IOException {
        List<Path> there = content(folder, store);
        if (!there.isEmpty()) {
            throw new StorageException(
                    folder + " is not empty: it holds " + there.get(0).getFileName()
                            + ". With --overwrite what is there is moved aside first. Nothing was restored.");
        }
    }

    private Manifest stage(Path data, Path store) throws IOException, SQLException {
        PrivateFiles.delete(data.resolve(STAGE));
        PrivateFiles.delete(store.resolve(STAGE));
        boolean whole = false;
        try (Archive archive = Archive.open(source)) {
            PrivateFiles.folder(data.resolve(STAGE));
            PrivateFiles.folder(store.resolve(STAGE));
            Manifest manifest = new Verification(archive).run(path -> PrivateFiles.create(place(path, data, store)));
            for (Schema schema : Schema.values()) {
                Path file = data.resolve(STAGE).resolve(schema.file());
                if (Files.exists(file)) {
                    Snapshot.check(file);
                    schema.check(file);
                }
            }
            whole = true;
            return manifest;
        } finally {
            if (!whole) {
                PrivateFiles.delete(data.resolve(STAGE));
                PrivateFiles.delete(store.resolve(STAGE));
            }
        }
    }

    private static Path place(String path, Path data, Path store) {
        boolean blob = path.startsWith(Manifest.STORE);
        Path root = (blob ? store : data).resolve(STAGE);
        return root.resolve(path.substring((blob ? Manifest.STORE : Manifest.DATA).length()));
    }

    private static void swap(Path folder, Path store, String aside) throws IOException {
        List<Path> old = content(folder, store);
        if (!old.isEmpty()) {
            Path place = PrivateFiles.folder(folder.resolve(aside));
            for (Path each : old) {
                Files.move(each, place.resolve(name(each)), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Path stage = folder.resolve(STAGE);
        try (DirectoryStream<Path> staged = Files.newDirectoryStream(stage)) {
            for (Path each : staged) {
                Files.move(each, folder.resolve(name(each)), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.delete(stage);
    }

    /** What a restore would have to replace; logs, earlier replaced things and a store inside stay where they are. */
    private static List<Path> content(Path folder, Path store) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path each : all) {
                String name = name(each);
                boolean log = name.startsWith("parley") && name.endsWith(".log");
                if (!log
                        && !List.of(DataLock.FILE, STAGE, ASIDE, UNDER_WAY).contains(name)
                        && !store.toAbsolutePath().startsWith(each.toAbsolutePath())
                        && !isEmptyFolder(each)) {
                    found.add(each);
                }
            }
        }
        return found;
    }

    private static boolean isEmptyFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(path)) {
            return !all.iterator().hasNext();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
