package chat.parley.bridge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The outgoing side of one channel: bounded in bytes, never blocking, flushed once at the end of the event-loop turn.
 * Writes straight into the pipeline, so that a shared buffer goes to many channels without a copy. All of it runs on
 * the channel's event loop.
 */
public final class Outlet extends ChannelInboundHandlerAdapter {
    private static final long END_SECONDS = 5;

    private final ChannelHandlerContext out;
    private final Channel channel;
    private final FlushTurn turn;
    private final int bound;
    private final boolean tls;
    private Runnable drain = () -> {};
    private long unflushed;
    private boolean refused;
    boolean dirty;

    private Outlet(ChannelHandlerContext out, FlushTurn turn, int bound) {
        this.out = out;
        this.channel = out.channel();
        this.turn = turn;
        this.bound = bound;
        this.tls = channel.pipeline().get(SslHandler.class) != null;
    }

    /**
     * Installs an outlet.
     *
     * @param handler the context of the handler that ends the pipeline
     * @param out where written bytes enter the pipeline: everything between it and the socket sees them
     * @param bound bytes that may wait before {@link #offer} refuses
     */
    public static Outlet install(ChannelHandlerContext handler, ChannelHandlerContext out, FlushTurn turn, int bound) {
        Outlet outlet = new Outlet(out, turn, bound);
        outlet.channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(bound / 2, bound));
        handler.pipeline().addBefore(handler.name(), "outlet", outlet);
        return outlet;
    }

    /** Queues a shared buffer, which stays the caller's; false when this peer's queue is full, and then nothing was queued. */
    public boolean offer(ByteBuf shared) {
        if (isFull()) {
            return false;
        }
        write(shared.retainedDuplicate());
        return true;
    }

    /** Queues a buffer, which is now the outlet's, full or not: for what is bounded otherwise, such as replies. */
    public void write(ByteBuf frame) {
        unflushed += frame.readableBytes();
        ChannelFuture unused = out.write(frame, out.voidPromise());
        if (!dirty) {
            turn.add(this, channel.eventLoop());
        }
    }

    /** Whether as many bytes wait as may; if so, the drain runs when there is room again. */
    public boolean isFull() {
        boolean full = reachesBound();
        refused |= full;
        return full;
    }

    private boolean reachesBound() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        if (buffer == null) {
            return false;
        }
        // Under TLS what was not flushed yet waits in front of the channel's own buffer.
        return buffer.totalPendingWriteBytes() + (tls ? unflushed : 0) >= bound;
    }

    /** Runs when there is room again after {@link #offer} or {@link #isFull} told that there is none. */
    public void onDrain(Runnable drain) {
        this.drain = drain;
    }

    /** Closes after everything that is queued was written, or after a while when the peer does not read it. */
    public void end() {
        out.writeAndFlush(out.alloc().buffer(0, 0)).addListener(ChannelFutureListener.CLOSE);
        Future<?> late = channel.eventLoop().schedule(this::closeNow, END_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> late.cancel(false));
    }

    private void closeNow() {
        ChannelFuture unused = out.close(); // below the handler that would wait for the queue
    }

    /** Flushes now, for bytes that must not share a packet with what follows. */
    public void flush() {
        unflushed = 0;
        out.flush();
        drained();
    }

    private void drained() {
        if (refused && channel.isWritable() && !reachesBound()) {
            refused = false;
            drain.run();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        drained();
        super.channelWritabilityChanged(context);
    }
}
