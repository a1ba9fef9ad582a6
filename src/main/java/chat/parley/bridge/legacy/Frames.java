package chat.parley.bridge.legacy;

import chat.parley.bridge.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** One or more frames in one buffer that any number of peers share, framed or bare. Whoever made it releases it. */
final class Frames implements AutoCloseable {
    private final ByteBuf all;
    private final List<ByteBuf> frames = new ArrayList<>(1);

    Frames(byte[] bytes) {
        all = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(1, bytes.length));
        all.writeBytes(bytes);
        int at = 0;
        while (at < bytes.length) {
            int length = LegacyFormat.HEADER + all.getInt(at);
            frames.add(all.slice(at, length));
            at += length;
        }
    }

    /** Queues one frame for one peer, whether or not its queue is full. */
    static void write(Outlet outlet, byte[] frame, boolean bare) {
        outlet.write(Unpooled.wrappedBuffer(frame).skipBytes(bare ? LegacyFormat.HEADER : 0));
        if (bare) {
            outlet.flush();
        }
    }

    /** All of it or, when the peer's queue is full, nothing. */
    boolean offer(Outlet outlet, boolean bare) {
        return bare ? offerBare(outlet, frames) : frames.isEmpty() || outlet.offer(all);
    }

    /** As {@link #offer}, the first frame only. */
    boolean offerFirst(Outlet outlet, boolean bare) {
        return bare ? offerBare(outlet, frames.subList(0, 1)) : outlet.offer(frames.get(0));
    }

    private static boolean offerBare(Outlet outlet, List<ByteBuf> frames) {
        for (int i = 0; i < frames.size(); i++) {
            ByteBuf token =
                    frames.get(i).slice(LegacyFormat.HEADER, frames.get(i).readableBytes() - LegacyFormat.HEADER);
            if (i > 0) {
                outlet.write(token.retainedDuplicate());
            } else if (!outlet.offer(token)) {
                return false;
            }
            // Bare tokens have nothing between them but that each travels in a packet of its own.
            outlet.flush();
        }
        return true;
    }

    @Override
    public void close() {
        all.release();
    }
}
