package chat.parley.files;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import chat.parley.model.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Blobs in a folder: unfinished ones as {@code incoming/<id>.part}, kept ones as {@code ab/cd/<id>} by the first four
 * characters. Paths are made of ids only.
 */
final class LocalDisk implements BlobStore {
    /** So many bytes may wait for the disk before an upload waits for it too, and its end comes without a long sync. */
    private static final long SYNC_EVERY = 32L << 20;

    private static final String INCOMING = "incoming";
    private static final String PART = ".part";
    private static final Pattern SPREAD = Pattern.compile("[0-9a-z]{2}");
    private final Path root;
    private final Path incoming;

    private final long keepFree;

    private LocalDisk(Path root, long keepFree) {
        this.root = root;
        this.keepFree = keepFree;
        this.incoming = root.resolve(INCOMING);
    }

    /** @param keepFree bytes of the disk that are not for files */
    static LocalDisk open(Path root, long keepFree) throws IOException {
        Path absolute = root.toAbsolutePath().normalize();
        boolean posix = absolute.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix && !Files.exists(absolute)) {
            Files.createDirectories(
                    absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        LocalDisk disk = new LocalDisk(absolute, keepFree);
        Files.createDirectories(disk.incoming);
        return disk;
    }

    @Override
    public long reopen(FileId id) throws IOException {
        Path part = part(id);
        if (Files.exists(part)) {
            return Files.size(part);
        }
        Path kept = kept(id);
        if (!Files.exists(kept)) {
            return 0;
        }
        Files.move(kept, part, StandardCopyOption.ATOMIC_MOVE);
        return Files.size(part);
    }

    @Override
    public long lastWritten(FileId id) throws IOException {
        try {
            return Files.getLastModifiedTime(part(id)).toMillis();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    @Override
    public void append(FileId id, long offset, byte[] bytes) throws IOException {
        Path part = part(id);
        // Only the first write makes the file: what vanished meanwhile must not come back with a hole.
        try (FileChannel file = offset == 0 ? FileChannel.open(part, WRITE, CREATE) : FileChannel.open(part, WRITE)) {
            try {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    file.write(buffer, offset + buffer.position());
                }
                if ((offset + bytes.length) / SYNC_EVERY != offset / SYNC_EVERY) {
                    file.force(false);
                }
            } catch (IOException e) {
                file.truncate(offset);
                throw e;
            }
        }
    }

    @Override
    public void truncate(FileId id, long length) throws IOException {
        try (FileChannel file = FileChannel.open(part(id), WRITE)) {
            file.truncate(length);
            file.force(true);
        } catch (NoSuchFileException e) {
            if (length > 0) {
                throw e;
            }
        }
    }

    @Override
    public void keep(FileId id) throws IOException {
        Path part = part(id);
        Path kept = kept(id);
        if (!Files.exists(part) && Files.exists(kept)) {
            return;
        }
        try (FileChannel file = FileChannel.open(part, WRITE, CREATE)) {
            file.force(true);
        }
        Path folder = root.resolve(kept.getName(root.getNameCount()));
        if (!Files.isDirectory(folder.resolve(kept.getName(root.getNameCount() + 1)))) {
            Files.createDirectories(parent(kept));
            sync(root);
            sync(folder);
        }
        Files.move(part, kept, StandardCopyOption.ATOMIC_MOVE);
        sync(parent(kept));
    }

    @Override
    public byte[] read(FileId id, long offset, int length) throws IOException {
        try (FileChannel file = FileChannel.open(kept(id), READ)) {
            int there = (int) Math.max(0, Math.min(length, file.size() - offset));
            ByteBuffer buffer = ByteBuffer.allocate(there);
            while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {}
            return buffer.hasRemaining() ? Arrays.copyOf(buffer.array(), buffer.position()) : buffer.array();
        }
    }

    @Override
    public FileChannel open(FileId id) throws IOException {
        return FileChannel.open(kept(id), READ);
    }

    @Override
    public void delete(FileId id) throws IOException {
        Files.deleteIfExists(part(id));
        Files.deleteIfExists(kept(id));
    }

    @Override
    public List<String> shelves() throws IOException {
        List<String> shelves = new ArrayList<>(List.of(INCOMING));
        spread(root).forEach(folder -> shelves.add(nameOf(folder)));
        return shelves;
    }

    @Override
    public List<FileId> on(String shelf) throws IOException {
        if (shelf.equals(INCOMING)) {
            return idsIn(incoming, PART);
        }
        List<FileId> ids = new ArrayList<>();
        for (Path folder : spread(root.resolve(shelf))) {
            ids.addAll(idsIn(folder, ""));
        }
        return ids;
    }

    private static List<FileId> idsIn(Path folder, String suffix) throws IOException {
        List<FileId> ids = new ArrayList<>();
        // What is named otherwise is not ours, so not ours to delete.
        Pattern ours = Pattern.compile("[0-9a-z]{26}" + Pattern.quote(suffix));
        for (Path file : list(folder, path -> ours.matcher(nameOf(path)).matches())) {
            String name = nameOf(file);
            ids.add(new FileId(name.substring(0, name.length() - suffix.length())));
        }
        return ids;
    }

    /** The spread folders in a folder: those with a name of two characters. */
    private static List<Path> spread(Path folder) throws IOException {
        return list(folder, path -> SPREAD.matcher(nameOf(path)).matches() && Files.isDirectory(path));
    }

    private static List<Path> list(Path folder, DirectoryStream.Filter<Path> filter) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, filter)) {
            List<Path> paths = new ArrayList<>();
            found.forEach(paths::add);
            return paths;
        }
    }

    @Override
    public void checkWritable() throws IOException {
        if (!Files.isWritable(root)) {
            throw new AccessDeniedException(root.toString());
        }
    }

    @Override
    public long free() throws IOException {
        return root.toFile().getUsableSpace() - keepFree;
    }

    private Path part(FileId id) {
        return incoming.resolve(id.value() + PART);
    }

    private Path kept(FileId id) {
        String name = id.value();
        return root.resolve(name.substring(0, 2)).resolve(name.substring(2, 4)).resolve(name);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IllegalArgumentException(path + " is in no folder");
        }
        return parent;
    }

    private static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /** A rename is durable only when its folder was synced. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }
}
