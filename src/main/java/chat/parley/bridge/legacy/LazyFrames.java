package chat.parley.bridge.legacy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Frames that are made when the first peer wants them, and released with this. */
final class LazyFrames implements Supplier<Frames>, AutoCloseable {
    private final Supplier<byte[]> bytes;
    private @Nullable Frames frames;

    LazyFrames(Supplier<byte[]> bytes) {
        this.bytes = bytes;
    }

    @Override
    public Frames get() {
        Frames made = frames;
        if (made == null) {
            made = new Frames(bytes.get());
            frames = made;
        }
        return made;
    }

    @Override
    public void close() {
        if (frames != null) {
            frames.close();
        }
    }
}
