package chat.parley.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One client: splits what arrives into messages without copying them, and remembers how far it has read. */
final class Client extends ChannelInboundHandlerAdapter implements Framing.Sink {
    /** All clients live on one thread, so that they share the array that a read goes into. */
    private static final byte[] SCRATCH = new byte[4 * 1024 * 1024];

    private static final byte[] NOTHING = {};

    final Speech speech;
    private final Crowd crowd;
    private final Framing framing;
    private byte[] unfinished = NOTHING;
    /** Null until the connection is open. */
    private @Nullable Channel channel;

    private boolean begun;
    private boolean closing;

    /** The room that it talks in; null until traffic begins. */
    @Nullable
    Traffic traffic;

    /** The last sequence number of the room, where the door tells it. */
    long sequence;

    /** The number that the next message must carry. */
    long expected;

    Client(Crowd crowd, Framing framing, Speech speech) {
        this.crowd = crowd;
        this.framing = framing;
        this.speech = speech;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        String opening = framing.opening();
        if (!opening.isEmpty()) {
            ChannelFuture unused =
                    channel.write(context.alloc().buffer().writeBytes(opening.getBytes(StandardCharsets.US_ASCII)));
        }
        beginWhenOpen();
        channel.flush();
    }

    private void beginWhenOpen() {
        if (!begun && framing.isOpen()) {
            begun = true;
            speech.begin(this);
            channel.flush();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf read = (ByteBuf) message;
        int carried = unfinished.length;
        int end = carried + read.readableBytes();
        System.arraycopy(unfinished, 0, SCRATCH, 0, carried);
        read.readBytes(SCRATCH, carried, end - carried);
        read.release();
        crowd.received(end - carried);
        int used = framing.split(SCRATCH, 0, end, this);
        unfinished = used == end ? NOTHING : Arrays.copyOfRange(SCRATCH, used, end);
    }

    @Override
    public void message(byte[] bytes, int from, int to) {
        speech.heard(this, bytes, from, to);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        beginWhenOpen();
        if (traffic != null) {
            traffic.turnEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!closing) {
            fail("The server closed a connection");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail("A connection broke: " + cause);
    }

    void ready() {
        crowd.ready(this);
    }

    void fail(String reason) {
        crowd.fail(reason);
    }

    /** Queues a message; {@link #flush} sends it. */
    void write(byte[] message) {
        ByteBuf frame = channel.alloc().buffer(message.length + 14);
        framing.frame(message, frame);
        ChannelFuture unused = channel.write(frame, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    void reading(boolean reads) {
        channel.config().setAutoRead(reads);
    }

    void close() {
        closing = true;
        if (channel != null) {
            ChannelFuture unused = channel.close();
        }
    }
}
