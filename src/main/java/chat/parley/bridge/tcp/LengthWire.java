package chat.parley.bridge.tcp;

import chat.parley.bridge.Wire;
import io.netty.buffer.ByteBuf;

/** A 4-byte big-endian length in front of each message. */
final class LengthWire implements Wire {
    static final int HEADER = 4;

    @Override
    public int overhead(int length) {
        return HEADER;
    }

    @Override
    public void frame(byte[] message, ByteBuf into) {
        into.writeInt(message.length).writeBytes(message);
    }
}
