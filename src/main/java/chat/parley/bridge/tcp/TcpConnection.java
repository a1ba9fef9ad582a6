package chat.parley.bridge.tcp;

import chat.parley.bridge.Connection;
import chat.parley.bridge.FlushTurn;
import chat.parley.bridge.Outlet;
import chat.parley.bridge.Wire;
import chat.parley.model.ConnectionId;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.internal.net.NetSocketInternal;

/** A native client's socket. */
final class TcpConnection implements Connection {
    private final ConnectionId id = ConnectionId.random();
    private final NetSocketInternal socket;
    private final Wire wire;
    private final Outlet outlet;
    private final ChannelHandlerContext context;

    TcpConnection(NetSocketInternal socket, Wire wire, FlushTurn turn, int queueBytes) {
        this.socket = socket;
        this.wire = wire;
        this.context = socket.channelHandlerContext();
        this.outlet = Outlet.install(context, context, turn, queueBytes);
    }

    void onDrain(Runnable drain) {
        outlet.onDrain(drain);
    }

    @Override
    public ConnectionId id() {
        return id;
    }

    @Override
    public String address() {
        return socket.remoteAddress().hostAddress();
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
        socket.pause();
    }

    @Override
    public void resume() {
        socket.resume();
    }

    /** A native client pings by itself. */
    @Override
    public void probe() {}

    @Override
    public void end(Ending ending) {
        outlet.end();
    }

    @Override
    public void abort() {
        ChannelFuture unused = context.close();
    }
}
