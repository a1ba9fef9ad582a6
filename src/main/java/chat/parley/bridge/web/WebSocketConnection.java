package chat.parley.bridge.web;

import chat.parley.bridge.Connection;
import chat.parley.bridge.FlushTurn;
import chat.parley.bridge.Outlet;
import chat.parley.bridge.Wire;
import chat.parley.model.ConnectionId;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;

/** A browser's WebSocket. Frames of ours enter the pipeline below the WebSocket encoder, which would copy them. */
final class WebSocketConnection implements Connection {
    private static final short NORMAL = 1000;
    private static final short GOING_AWAY = 1001;
    private static final short POLICY = 1008;

    private final ConnectionId id;
    private final String address;
    private final ServerWebSocket socket;
    private final Wire wire;
    private final Outlet outlet;
    private final ChannelHandlerContext context;

    /** @param address the client's, proxies seen through */
    WebSocketConnection(
            ConnectionId id, String address, ServerWebSocket socket, Wire wire, FlushTurn turn, int queueBytes) {
        this.id = id;
        this.address = address;
        this.socket = socket;
        this.wire = wire;
        this.context = ((WebSocketInternal) socket).channelHandlerContext();
        this.outlet =
                Outlet.install(context, context.pipeline().context(WebSocket13FrameEncoder.class), turn, queueBytes);
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
        return address;
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

    @Override
    public void probe() {
        socket.writePing(Buffer.buffer());
    }

    /** How long a frame may be is set for the whole server. */
    @Override
    public void loggedIn() {}

    @Override
    public void end(Ending ending) {
        switch (ending) {
            case DONE -> socket.close(NORMAL);
            case REFUSED -> socket.close(POLICY);
            case STOPPING -> socket.close(GOING_AWAY);
        }
    }

    @Override
    public void abort() {
        ChannelFuture unused = context.close();
    }
}
