package chat.parley.bridge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who came and went, told at once while it is quiet and collected for a moment while much happens: everybody is told of
 * everybody, so that one write each for a thousand people who come in would be a million writes.
 */
final class Presences {
    private static final int LEAST_MS = 50;

    /** A door with many sessions collects for longer: what telling them costs stays a small part of the time. */
    private static final int SESSIONS_PER_MS = 10;

    private final Vertx vertx;
    private final Wire wire;
    private final Consumer<ByteBuf> tell;
    private boolean collecting;
    private boolean closed;
    private @Nullable ByteBuf collected;

    /** @param tell takes frames that stay ours */
    Presences(Vertx vertx, Wire wire, Consumer<ByteBuf> tell) {
        this.vertx = vertx;
        this.wire = wire;
        this.tell = tell;
    }

    void add(byte[] message, int sessions) {
        if (closed) {
            return;
        }
        ByteBuf frames = collected;
        if (frames == null) {
            frames = PooledByteBufAllocator.DEFAULT.directBuffer(message.length + wire.overhead(message.length));
            collected = frames;
        }
        wire.frame(message, frames);
        if (!collecting) {
            collecting = true;
            vertx.setTimer(Math.max(LEAST_MS, sessions / SESSIONS_PER_MS), timer -> {
                collecting = false;
                flush();
            });
            flush();
        }
    }

    /** Nobody is to be told any more. */
    void close() {
        closed = true;
        if (collected != null) {
            collected.release();
            collected = null;
        }
    }

    private void flush() {
        ByteBuf frames = collected;
        if (frames != null) {
            collected = null;
            tell.accept(frames);
            frames.release();
        }
    }
}
