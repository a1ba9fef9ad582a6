package chat.parley.bridge.web;

import chat.parley.bridge.Wire;
import io.netty.buffer.ByteBuf;

/** RFC 6455 section 5.2: one final, unmasked text frame per message, as a server sends it. */
final class WebSocketWire implements Wire {
    private static final int FINAL_TEXT = 0x81;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;

    @Override
    public int overhead(int length) {
        return length < TWO_BYTE_LENGTH ? 2 : length <= 0xffff ? 4 : 10;
    }

    @Override
    public void frame(byte[] message, ByteBuf into) {
        into.writeByte(FINAL_TEXT);
        if (message.length < TWO_BYTE_LENGTH) {
            into.writeByte(message.length);
        } else if (message.length <= 0xffff) {
            into.writeByte(TWO_BYTE_LENGTH).writeShort(message.length);
        } else {
            into.writeByte(EIGHT_BYTE_LENGTH).writeLong(message.length);
        }
        into.writeBytes(message);
    }
}
