package chat.parley.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder of what a client remembers ({@code ~/.config/parley}): everything in it for its owner's eyes alone. */
public record ConfigFolder(Path path) {
    /** {@code $XDG_CONFIG_HOME/parley}, or {@code ~/.config/parley}. */
    public static ConfigFolder ofUser(@Nullable String xdgConfigHome) {
        boolean given = xdgConfigHome != null && Path.of(xdgConfigHome).isAbsolute();
        Path parent = given ? Path.of(xdgConfigHome) : Path.of(System.getProperty("user.home"), ".config");
        return new ConfigFolder(parent.resolve("parley"));
    }

    /** The content of a file, or nothing. */
    String read(String name) throws IOException {
        try {
            return Files.readString(path.resolve(name));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** Replaces a file as a whole; its mode is 600 before anything is in it. */
    void write(String name, String content) throws IOException {
        makeFolder();
        Path part = Files.createTempFile(
                path,
                name,
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(part, content.getBytes(StandardCharsets.UTF_8));
            Files.move(part, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void makeFolder() throws IOException {
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        try {
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
    }
}
