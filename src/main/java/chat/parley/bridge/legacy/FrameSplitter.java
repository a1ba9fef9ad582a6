package chat.parley.bridge.legacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a peer sends into tokens: framed ones (4-byte big-endian length) come in pieces as they arrive, bare ones
 * (they start {@code gAAAAA}, which as a length would be 1.7 GB) whole. Any chunking gives the same tokens; only a bare
 * token that nothing follows needs {@link #unfinished} at the end of a read.
 */
final class FrameSplitter {
    /** Where a bare token is given up. */
    static final int MAX_BARE = 64 * 1024;

    /** Above this a length could be the start of a bare token. */
    static final long MAX_FRAME = 0x67000000L;

    private static final byte[] BARE = "gAAAAA".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 4;

    /** The largest first byte of a length that is allowed at all after a bare token. */
    private static final byte LAST_HEADER_BYTE = 0x0a;

    /** A part of what came. */
    sealed interface Part permits Piece, Bare {}

    /** Bytes of a framed token; {@code last} when they end it. */
    record Piece(ByteBuffer bytes, boolean last) implements Part {}

    /** A whole bare token. */
    record Bare(ByteBuffer token) implements Part {}

    private long limit;
    private final byte[] start = new byte[BARE.length];
    private int inStart;
    private boolean framed;
    private long left;
    private byte @Nullable [] bare;
    private int inBare;

    FrameSplitter(long limit) {
        allow(limit);
    }

    /** From now on a framed token may be so long. */
    void allow(long length) {
        limit = Math.min(length, MAX_FRAME);
    }

    /** Whether a token has begun and not ended. */
    boolean isWithin() {
        return inStart > 0 || framed || bare != null;
    }

    /** The next part; null when the input is used up. Pieces are views of the input. */
    @Nullable
    Part next(ByteBuffer in) throws BadFrameException {
        while (in.hasRemaining() || (framed && left == 0)) {
            if (framed) {
                return piece(in);
            }
            if (bare != null) {
                Part token = bare(in, bare);
                if (token != null) {
                    return token;
                }
            } else {
                start(in);
            }
        }
        return null;
    }

    private void start(ByteBuffer in) throws BadFrameException {
        start[inStart++] = in.get();
        boolean mayBeBare = Arrays.equals(start, 0, inStart, BARE, 0, inStart);
        if (mayBeBare && inStart == BARE.length) {
            beginBare();
            inStart = 0;
        } else if (!mayBeBare && inStart >= HEADER) {
            left = Integer.toUnsignedLong(ByteBuffer.wrap(start).getInt());
            if (left > limit) {
                throw new BadFrameException("a frame of " + left + " bytes, where " + limit + " are allowed");
            }
            framed = true;
            inStart = 0;
        }
    }

    private Piece piece(ByteBuffer in) {
        int length = (int) Math.min(left, in.remaining());
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        left -= length;
        framed = left > 0;
        return new Piece(bytes, left == 0);
    }

    /** Ends at the next token's first characters or before a byte that only a length starts with. */
    private @Nullable Bare bare(ByteBuffer in, byte[] collected) throws BadFrameException {
        byte next = in.get(in.position());
        if (next >= 0 && next <= LAST_HEADER_BYTE) {
            return endBare(collected, inBare);
        }
        in.get();
        byte[] token = withRoom(collected);
        token[inBare++] = next;
        int before = inBare - BARE.length;
        if (next == 'A' && before > 0 && Arrays.equals(token, before, inBare, BARE, 0, BARE.length)) {
            Bare ended = endBare(token, before);
            beginBare();
            return ended;
        }
        return null;
    }

    private void beginBare() {
        bare = Arrays.copyOf(BARE, 1024);
        inBare = BARE.length;
    }

    private Bare endBare(byte[] token, int length) {
        endUnfinished();
        return new Bare(ByteBuffer.wrap(token, 0, length));
    }

    private byte[] withRoom(byte[] token) throws BadFrameException {
        if (inBare < token.length) {
            return token;
        }
        if (inBare == MAX_BARE) {
            throw new BadFrameException("a bare token of more than " + MAX_BARE + " bytes");
        }
        byte[] larger = Arrays.copyOf(token, Math.min(MAX_BARE, token.length * 2));
        bare = larger;
        return larger;
    }

    /** What there is of a bare token at the end of a read: it might be all of it. Null when there is none. */
    @Nullable
    ByteBuffer unfinished() {
        return bare == null ? null : ByteBuffer.wrap(bare, 0, inBare);
    }

    /** What {@link #unfinished} gave was a whole token. */
    void endUnfinished() {
        bare = null;
        inBare = 0;
    }
}
