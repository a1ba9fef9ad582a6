package chat.parley.files;

import chat.parley.model.FileId;
import java.io.IOException;
import java.util.List;

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

    /** Makes an unfinished blob durable and readable. Doing it again changes nothing. */
    void keep(FileId id) throws IOException;

    /** Bytes of a kept blob, fewer than asked for only at its end. Fails with {@code NoSuchFileException}. */
    byte[] read(FileId id, long offset, int length) throws IOException;

    /** Removes whatever there is of a blob. */
    void delete(FileId id) throws IOException;

    /** The parts of the store, to be listed one after the other. */
    List<String> shelves() throws IOException;

    /** The blobs on a shelf, kept or unfinished. */
    List<FileId> on(String shelf) throws IOException;

    /** Bytes that can still be stored. */
    long free() throws IOException;
}
