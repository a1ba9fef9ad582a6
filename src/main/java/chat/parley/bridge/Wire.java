package chat.parley.bridge;

import io.netty.buffer.ByteBuf;

/** How a transport frames one JSON message: the same bytes for every client of the transport. */
public interface Wire {
    /** Bytes that framing adds to a message of this length. */
    int overhead(int length);

    /** Appends the framed message. */
    void frame(byte[] message, ByteBuf into);
}
