package chat.parley.files;

import chat.parley.model.FileId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of files lie. An unfinished blob grows at its end and only {@link #keep} makes it readable. All of it
 * blocks; calls for one id never overlap.
 */
interface BlobStore {
    /** How many bytes of an unfinished blob are there; 0 when there is none. One that was kept is unfinished again. */
    long reopen(FileId id) throws IOException;

    /** When an unfinished blob was last written, in milliseconds since 1970; 0 when there is none. */
    long lastWritten(FileId id) throws IOException;

    /** Writes to an unfinished blob at its end, all or nothing. */
    void append(FileId id, long offset, byte[] bytes) throws IOException;

    /** Cuts an unfinished blob to a length that it has, durably. */
    void truncate(FileId id, long length) throws IOException;

    /** Makes an unfinished blob durable and readable. Doing it again changes nothing. */
    void keep(FileId id) throws IOException;

    /** Bytes of a kept blob, fewer than asked for only at its end. Fails with {@code NoSuchFileException}. */
    byte[] read(FileId id, long offset, int length) throws IOException;

    /** A kept blob, open for reading, which the caller closes; null when this store has none to hand over. Fails with {@code NoSuchFileException}. */
    @Nullable
    FileChannel open(FileId id) throws IOException;

    /** Removes whatever there is of a blob. */
    void delete(FileId id) throws IOException;

    /** The parts of the store, to be listed one after the other. */
    List<String> shelves() throws IOException;

    /** The blobs on a shelf, kept or unfinished. */
    List<FileId> on(String shelf) throws IOException;

    /** Fails when nothing can be written. */
    void checkWritable() throws IOException;

    /** Bytes that can still be stored; negative when less is free than has to stay free. */
    long free() throws IOException;
}
