package chat.parley.files;

import chat.parley.model.FileId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A disk whose server goes down at one of the changes it makes, before it or right after: nothing works from then on. */
final class MortalBlobs implements BlobStore {
    private final BlobStore disk;
    private final int end;
    private int moments;

    interface Change {
        void make() throws IOException;
    }

    /** @param end how many moments it lives: each change has one before and one after it */
    MortalBlobs(BlobStore disk, int end) {
        this.disk = disk;
        this.end = end;
    }

    synchronized boolean isDead() {
        return moments > end;
    }

    private synchronized void live() throws IOException {
        if (isDead() || moments++ == end) {
            throw new IOException("The server is down");
        }
    }

    private synchronized void change(Change change) throws IOException {
        live();
        change.make();
        live();
    }

    private synchronized BlobStore alive() throws IOException {
        if (isDead()) {
            throw new IOException("The server is down");
        }
        return disk;
    }

    @Override
    public long reopen(FileId id) throws IOException {
        return alive().reopen(id);
    }

    @Override
    public long lastWritten(FileId id) throws IOException {
        return alive().lastWritten(id);
    }

    @Override
    public void append(FileId id, long offset, byte[] bytes) throws IOException {
        change(() -> disk.append(id, offset, bytes));
    }

    @Override
    public void truncate(FileId id, long length) throws IOException {
        change(() -> disk.truncate(id, length));
    }

    @Override
    public void keep(FileId id) throws IOException {
        change(() -> disk.keep(id));
    }

    @Override
    public byte[] read(FileId id, long offset, int length) throws IOException {
        return alive().read(id, offset, length);
    }

    @Override
    public @Nullable FileChannel open(FileId id) throws IOException {
        return alive().open(id);
    }

    @Override
    public void delete(FileId id) throws IOException {
        change(() -> disk.delete(id));
    }

    @Override
    public List<String> shelves() throws IOException {
        return alive().shelves();
    }

    @Override
    public List<FileId> on(String shelf) throws IOException {
        return alive().on(shelf);
    }

    @Override
    public void checkWritable() throws IOException {
        alive().checkWritable();
    }

    @Override
    public long free() throws IOException {
        return disk.free();
    }
}
