package chat.parley.e2ee;

import chat.parley.crypto.seal.WireReader;
import java.util.Arrays;

/** Hides exact lengths behind zeros. */
final class Padding {
    private static final int LEAST_FILE = 256;

    private Padding() {}

    static byte[] to64(byte[] bytes) {
        return to(bytes, 64);
    }

    /** With zeros up to a multiple of a step; erases what it was given. */
    static byte[] to(byte[] bytes, int step) {
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + step - 1) / step * step);
        Arrays.fill(bytes, (byte) 0);
        return padded;
    }

    /** Takes the rest of what is read, which must be zeros, fewer than a step. */
    static void check(WireReader in, int whole, int step) {
        int rest = in.remaining();
        int seen = 0;
        for (byte b : in.bytes(rest)) {
            seen |= b;
        }
        if (seen != 0 || rest >= step || whole % step != 0) {
            throw in.malformed("its padding is not right");
        }
    }

    /** How long a file of this size is made (Padmé): at most 12 % more, and few sizes. */
    static long padme(long size) {
        if (size == 0) {
            return 0;
        }
        if (size < LEAST_FILE) {
            return LEAST_FILE;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(size);
        int kept = 32 - Integer.numberOfLeadingZeros(exponent);
        long mask = (1L << (exponent - kept)) - 1;
        return (size + mask) & ~mask;
    }
}
