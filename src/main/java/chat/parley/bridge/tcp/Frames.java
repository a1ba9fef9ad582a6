package chat.parley.bridge.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.ByteOrder;

/** Cuts the stream at its lengths. Until somebody has logged in only short frames are taken: nobody knows yet whose memory it is. */
final class Frames extends LengthFieldBasedFrameDecoder {
    static final int BEFORE_LOGIN = 16 * 1024;

    private final int most;
    private int limit;

    Frames(int most) {
        super(most + LengthWire.HEADER, 0, LengthWire.HEADER, 0, LengthWire.HEADER);
        this.most = most;
        this.limit = Math.min(most, BEFORE_LOGIN);
    }

    /** The longest message that is taken now. */
    int limit() {
        return limit;
    }

    void loggedIn() {
        limit = most;
    }

    /** A length over the limit of this moment is one over the limit for good. */
    @Override
    protected long getUnadjustedFrameLength(ByteBuf buffer, int offset, int length, ByteOrder order) {
        long announced = super.getUnadjustedFrameLength(buffer, offset, length, order);
        return announced > limit ? (long) most + 1 : announced;
    }
}
