package chat.parley.bus;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A stored file, open for reading, handed over by reference: the system can send it to a socket without its bytes
 * passing through here. Whoever asked for it closes it. Without a channel (on another node, or from a store that is no
 * local disk) the file is read by {@link Files#READ}.
 */
public final class OpenFile implements AutoCloseable {
    private final @Nullable FileChannel channel;

    private OpenFile(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    public static OpenFile of(@Nullable FileChannel channel) {
        return new OpenFile(channel);
    }

    public @Nullable FileChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @JsonValue
    boolean crossesNodes() {
        return false;
    }

    @JsonCreator
    static OpenFile elsewhere(boolean ignored) {
        return new OpenFile(null);
    }
}
