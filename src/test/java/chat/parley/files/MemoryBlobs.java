package chat.parley.files;

import chat.parley.model.FileId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Blobs in memory: a store that has no paths and no open files to hand over. */
final class MemoryBlobs implements BlobStore {
    private static final byte[] NONE = {};

    private final Map<FileId, byte[]> unfinished = new ConcurrentHashMap<>();
    private final Map<FileId, byte[]> kept = new ConcurrentHashMap<>();

    @Override
    public long reopen(FileId id) {
        byte[] bytes = kept.remove(id);
        if (bytes != null) {
            unfinished.put(id, bytes);
        }
        return unfinished.getOrDefault(id, NONE).length;
    }

    @Override
    public long lastWritten(FileId id) {
        return 0;
    }

    @Override
    public void append(FileId id, long offset, byte[] bytes) {
        byte[] before = unfinished.getOrDefault(id, NONE);
        byte[] after = Arrays.copyOf(before, (int) offset + bytes.length);
        System.arraycopy(bytes, 0, after, (int) offset, bytes.length);
        unfinished.put(id, after);
    }

    @Override
    public void truncate(FileId id, long length) {
        unfinished.computeIfPresent(id, (same, bytes) -> Arrays.copyOf(bytes, (int) length));
    }

    @Override
    public void keep(FileId id) {
        byte[] bytes = unfinished.remove(id);
        kept.putIfAbsent(id, bytes == null ? NONE : bytes);
    }

    @Override
    public byte[] read(FileId id, long offset, int length) throws IOException {
        byte[] bytes = kept.get(id);
        if (bytes == null) {
            throw new NoSuchFileException(id.value());
        }
        int from = (int) Math.min(offset, bytes.length);
        return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length));
    }

    @Override
    public @Nullable FileChannel open(FileId id) {
        return null;
    }

    @Override
    public void delete(FileId id) {
        unfinished.remove(id);
        kept.remove(id);
    }

    @Override
    public List<String> shelves() {
        return List.of("all");
    }

    @Override
    public List<FileId> on(String shelf) {
        return Stream.concat(unfinished.keySet().stream(), kept.keySet().stream())
                .toList();
    }

    @Override
    public void checkWritable() {}

    @Override
    public long free() {
        return 1 << 30;
    }
}
