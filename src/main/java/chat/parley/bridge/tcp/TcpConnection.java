package chat.parley.bridge.tcp;

import chat.parley.bridge.Connection;
import chat.parley.bridge.FlushTurn;
import chat.parley.bridge.Outlet;
import chat.parley.bridge.Session;
import chat.parley.bridge.Wire;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.model.ConnectionId;
import chat.parley.protocol.JsonRpc;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.TooLongFrameException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A native client's channel, taken over from Vert.x: the queues of its socket object would be half of what an idle client
 * costs. Reads nothing until it is served.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final Logger log = LoggerFactory.getLogger(TcpConnection.class);

    private final ConnectionId id = ConnectionId.random();
    private final Wire wire;
    private final Frames frames;
    private final Channel channel;
    private final ChannelHandlerContext context;
    private final Outlet outlet;
    private @Nullable Session session;
    /** What was decoded along with the message at which reading paused; null most of the time. */
    private @Nullable Deque<ByteBuf> held;

    private boolean paused = true;
    private boolean releasing;

    private TcpConnection(ChannelPipeline pipeline, String last, Wire wire, FlushTurn turn, int frame, int queue) {
        this.wire = wire;
        this.frames = new Frames(frame);
        this.channel = pipeline.channel();
        channel.config().setAutoRead(false);
        pipeline.replace(last, "connection", this);
        pipeline.addBefore("connection", "frames", frames);
        this.context = pipeline.context(this);
        this.outlet = Outlet.install(context, context, turn, queue);
    }

    /**
     * Takes the place of the last handler.
     *
     * @param frame bytes of the largest message
     * @param queue bytes that may wait for the client
     */
    static TcpConnection takeOver(ChannelHandlerContext last, Wire wire, FlushTurn turn, int frame, int queue) {
        return new TcpConnection(last.pipeline(), last.name(), wire, turn, frame, queue);
    }

    void serve(Session served) {
        session = served;
        outlet.onDrain(served::drained);
        if (channel.isActive()) {
            resume();
        } else {
            served.closed();
        }
    }

    void refuse(FailureException refusal) {
        paused = true;
        channel.config().setAutoRead(false);
        send(JsonRpc.error(
                null,
                refusal.failure().code(),
                refusal.sentence(),
                refusal.failure().name()));
        end(Ending.REFUSED);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf frame = (ByteBuf) message;
        if (paused || held != null) {
            if (held == null) {
                held = new ArrayDeque<>();
            }
            held.add(frame);
        } else {
            receive(frame);
        }
    }

    private void receive(ByteBuf frame) {
        byte[] message;
        try {
            message = ByteBufUtil.getBytes(frame);
        } finally {
            frame.release();
        }
        if (session != null) {
            session.receive(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        Deque<ByteBuf> unread = held;
        held = null;
        if (unread != null) {
            unread.forEach(ByteBuf::release);
        }
        if (session != null) {
            session.closed();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        log.debug("A connection failed: {}", cause.getMessage());
        if (cause instanceof TooLongFrameException) {
            refuse(Failure.TOO_LARGE.because("A message has at most " + frames.limit() + " bytes."));
        } else {
            abort();
        }
    }

    @Override
    public ConnectionId id() {
        return id;
    }

    @Override
    public String address() {
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "unknown";
    }

    @Override
    public boolean offer(ByteBuf framed) {
        return outlet.offer(framed);
    }

    @Override
    public void send(byte[] message) {
        ByteBuf frame = context.alloc().directBuffer(message.length + wire.overhead(message.length));
        wire.frame(message, frame);
        outlet.write(frame);
    }

    @Override
    public boolean isFull() {
        return outlet.isFull();
    }

    @Override
    public void pause() {
        paused = true;
        channel.config().setAutoRead(false);
    }

    @Override
    public void resume() {
        paused = false;
        if (releasing) {
            return; // a message that was held made room itself
        }
        releasing = true;
        while (!paused && held != null) {
            ByteBuf frame = held.poll();
            if (frame == null) {
                held = null;
            } else {
                receive(frame);
            }
        }
        releasing = false;
        if (!paused) {
            channel.config().setAutoRead(true);
        }
    }

    /** A native client pings by itself. */
    @Override
    public void probe() {}

    @Override
    public void loggedIn() {
        frames.loggedIn();
    }

    @Override
    public void end(Ending ending) {
        outlet.end();
    }

    @Override
    public void abort() {
        ChannelFuture unused = context.close();
    }
}
