package chat.parley.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Where a backup is written to or read from: a folder, or a zip file. Only its owner can read it. */
interface Archive extends Closeable {
    /** A new file in it; closed before the next. */
    OutputStream write(String path) throws IOException;

    /** A file in it. Fails {@link NoSuchFileException}. */
    InputStream read(String path) throws IOException;

    static boolean isZip(Path target) {
        return target.toString().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    static Archive create(Path target, boolean zip) throws IOException {
        return zip ? ZipWriter.create(target) : new Folder(target);
    }

    static Archive open(Path source) throws IOException {
        if (!Files.exists(source)) {
            throw new StorageException("There is no backup " + source + ".");
        }
        return Files.isDirectory(source) ? new Folder(source) : ZipReader.open(source);
    }

    /** Plain files in a folder. */
    record Folder(Path root) implements Archive {
        @Override
        public OutputStream write(String path) throws IOException {
            return PrivateFiles.create(root.resolve(path));
        }

        @Override
        public InputStream read(String path) throws IOException {
            return Files.newInputStream(root.resolve(path));
        }

        @Override
        public void close() {}
    }

    /** A zip file that grows. */
    record ZipWriter(ZipOutputStream zip) implements Archive {
        static ZipWriter create(Path target) throws IOException {
            ZipOutputStream zip = new ZipOutputStream(PrivateFiles.create(target));
            zip.setLevel(Deflater.BEST_SPEED);
            return new ZipWriter(zip);
        }

        @Override
        public OutputStream write(String path) throws IOException {
            zip.putNextEntry(new ZipEntry(path));
            return new OutputStream() {
                @Override
                public void write(int one) throws IOException {
                    zip.write(one);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    zip.write(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    zip.closeEntry();
                }
            };
        }

        @Override
        public InputStream read(String path) {
            throw new IllegalStateException("This archive is being written");
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }

    /** A zip file that is whole. */
    record ZipReader(ZipFile zip) implements Archive {
        static ZipReader open(Path source) throws IOException {
            try {
                return new ZipReader(new ZipFile(source.toFile()));
            } catch (java.util.zip.ZipException e) {
                throw new StorageException(source + " is no whole zip file: " + e.getMessage() + ".");
            }
        }

        @Override
        public OutputStream write(String path) {
            throw new IllegalStateException("This archive is being read");
        }

        @Override
        public InputStream read(String path) throws IOException {
            @Nullable ZipEntry entry = zip.getEntry(path);
            if (entry == null) {
                throw new NoSuchFileException(path);
            }
            return zip.getInputStream(entry);
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
