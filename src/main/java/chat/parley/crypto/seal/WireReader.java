package chat.parley.crypto.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the encoding of sealed structures (section 2.2), and refuses before it allocates. */
public final class WireReader {
    public static final int VERSION = 1;
    /** The largest public structure, in bytes. */
    public static final int LARGEST = 45_000;

    private static final int ID = 26;

    private final byte[] source;
    private final ByteBuffer in;
    private final String what;

    /**
     * @param what how a sentence names it, such as "a roster entry"
     * @param most the largest length that is accepted
     */
    public WireReader(String what, byte[] source, int most) {
        if (source.length > most) {
            throw RefusedException.malformed(what + " has at most " + most + " bytes, not " + source.length);
        }
        this.what = what;
        this.source = source;
        this.in = ByteBuffer.wrap(source);
    }

    /** A reader at the version byte of a public structure, which it takes. */
    static WireReader structure(String what, Octets source) {
        WireReader reader = new WireReader(what, source.view(), LARGEST);
        reader.version();
        return reader;
    }

    public void version() {
        int version = u8();
        if (version > VERSION) {
            throw new RefusedException(
                    Refusal.NEWER_VERSION, "Made by a newer client: " + what + " of version " + version + ".");
        }
        if (version != VERSION) {
            throw malformed("no version");
        }
    }

    public int u8() {
        need(1);
        return in.get() & 0xff;
    }

    /** A byte of which only some values exist, from one to the last. */
    public int kind(int last) {
        int kind = u8();
        if (kind < 1 || kind > last) {
            throw malformed("a kind from 1 to " + last + " is expected, not " + kind);
        }
        return kind;
    }

    <E extends Coded> E coded(E[] values) {
        int code = u8();
        for (E value : values) {
            if (value.code() == code) {
                return value;
            }
        }
        throw malformed("a kind from 1 to " + values.length + " is expected, not " + code);
    }

    public boolean flag() {
        int flag = u8();
        if (flag > 1) {
            throw malformed("0 or 1 is expected, not " + flag);
        }
        return flag == 1;
    }

    public int u16() {
        need(2);
        return in.getShort() & 0xffff;
    }

    public long u32() {
        need(4);
        return in.getInt() & 0xffff_ffffL;
    }

    /** Up to 2^53 - 1, so that every implementation can count with it. */
    public long u64() {
        need(8);
        long value = in.getLong();
        if (value < 0 || value >= 1L << 53) {
            throw malformed("a number is too large");
        }
        return value;
    }

    public byte[] bytes(int length) {
        need(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    public Octets octets(int length) {
        return Octets.wrap(bytes(length));
    }

    public byte[] bytes16() {
        return bytes(u16());
    }

    public String id() {
        return new String(bytes(ID), StandardCharsets.US_ASCII);
    }

    /** The 26 characters that stand where there is no room (yet). */
    public boolean isNoRoom(String id) {
        return id.equals(WireWriter.NO_ROOM);
    }

    /** Everything read so far. */
    public byte[] soFar() {
        return Arrays.copyOf(source, in.position());
    }

    public int remaining() {
        return in.remaining();
    }

    public void end() {
        if (in.hasRemaining()) {
            throw malformed(in.remaining() + " bytes too many");
        }
    }

    public RefusedException malformed(String sentence) {
        return RefusedException.malformed(what + ": " + sentence);
    }

    private void need(int length) {
        if (length > in.remaining()) {
            throw malformed("it ends too early");
        }
    }
}
