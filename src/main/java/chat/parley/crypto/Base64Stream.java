package chat.parley.crypto;

import java.util.Arrays;
import java.util.Base64;

/** Decodes padded base64 that comes in pieces of any size. Strict: nothing outside the alphabet, nothing after the padding. */
public final class Base64Stream {
    private static final byte[] NOTHING = {};

    private final Base64.Decoder decoder;
    private final byte[] quad = new byte[4];
    private int held;
    private boolean padded;

    private Base64Stream(Base64.Decoder decoder) {
        this.decoder = decoder;
    }

    /** The alphabet of RFC 4648 section 4. */
    public static Base64Stream standard() {
        return new Base64Stream(Base64.getDecoder());
    }

    /** The URL-safe alphabet of RFC 4648 section 5. */
    public static Base64Stream urlSafe() {
        return new Base64Stream(Base64.getUrlDecoder());
    }

    /** The bytes that the piece completes. */
    public byte[] update(byte[] text, int from, int length) throws BadTokenException {
        int whole = (held + length) / 4 * 4;
        if (whole == 0) {
            System.arraycopy(text, from, quad, held, length);
            held += length;
            return NOTHING;
        }
        if (padded) {
            throw new BadTokenException("base64 goes on after its padding");
        }
        byte[] quads = new byte[whole];
        System.arraycopy(quad, 0, quads, 0, held);
        int taken = whole - held;
        System.arraycopy(text, from, quads, held, taken);
        held = length - taken;
        System.arraycopy(text, from + taken, quad, 0, held);
        return decode(quads);
    }

    private byte[] decode(byte[] quads) throws BadTokenException {
        byte[] room = new byte[quads.length / 4 * 3];
        int length;
        try {
            length = decoder.decode(quads, room);
        } catch (IllegalArgumentException e) {
            throw new BadTokenException("not base64");
        }
        padded = length < room.length;
        return padded ? Arrays.copyOf(room, length) : room;
    }

    /** Checks that nothing is missing. */
    public void finish() throws BadTokenException {
        if (held != 0) {
            throw new BadTokenException("base64 ends within a group of four");
        }
    }
}
