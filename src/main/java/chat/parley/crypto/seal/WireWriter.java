package chat.parley.crypto.seal;

import chat.parley.model.RoomId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes the encoding of sealed structures (section 2.2). */
public final class WireWriter {
    static final String NO_ROOM = "0".repeat(26);

    private final ErasingStream out = new ErasingStream();

    /** A structure with its version byte. */
    public static WireWriter structure() {
        return new WireWriter().u8(WireReader.VERSION);
    }

    /** What stands in place of a room where there is none (yet). */
    public static RoomId noRoom() {
        return new RoomId(NO_ROOM);
    }

    public WireWriter u8(int value) {
        out.write(value);
        return this;
    }

    WireWriter code(Coded value) {
        return u8(value.code());
    }

    public WireWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    public WireWriter u16(int value) {
        if (value < 0 || value > 0xffff) {
            throw new IllegalArgumentException("Not in 16 bits: " + value);
        }
        return u8(value >>> 8).u8(value);
    }

    public WireWriter u32(long value) {
        if (value < 0 || value > 0xffff_ffffL) {
            throw new IllegalArgumentException("Not in 32 bits: " + value);
        }
        return u16((int) (value >>> 16)).u16((int) (value & 0xffff));
    }

    public WireWriter u64(long value) {
        if (value < 0 || value >= 1L << 53) {
            throw new IllegalArgumentException("Not in 53 bits: " + value);
        }
        return u32(value >>> 32).u32(value & 0xffff_ffffL);
    }

    public WireWriter bytes(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }

    public WireWriter octets(Octets octets) {
        return bytes(octets.view());
    }

    public WireWriter bytes16(byte[] bytes) {
        return u16(bytes.length).bytes(bytes);
    }

    /** An id of 26 characters. */
    public WireWriter id(String id) {
        byte[] ascii = id.getBytes(StandardCharsets.US_ASCII);
        if (ascii.length != NO_ROOM.length()) {
            throw new IllegalArgumentException("An id has 26 characters, not " + ascii.length);
        }
        return bytes(ascii);
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    public Octets toOctets() {
        return Octets.wrap(out.toByteArray());
    }

    /** For what holds secrets: what was written, of which nothing stays here. */
    public byte[] toBytesErasing() {
        byte[] bytes = out.toByteArray();
        out.erase();
        return bytes;
    }

    /** The body as it stands with a signature of it behind it. */
    public Octets signedBy(Signer signer, Label label) {
        byte[] body = toBytes();
        return bytes(signer.sign(label, body)).toOctets();
    }

    /** A byte stream that leaves no copies behind when it grows. */
    private static final class ErasingStream extends ByteArrayOutputStream {
        ErasingStream() {
            super(512);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            grow(length);
            super.write(bytes, from, length);
        }

        @Override
        public synchronized void write(int value) {
            grow(1);
            super.write(value);
        }

        private void grow(int more) {
            if (count + more > buf.length) {
                byte[] old = buf;
                buf = Arrays.copyOf(old, Math.max(old.length * 2, count + more));
                Arrays.fill(old, (byte) 0);
            }
        }

        void erase() {
            Arrays.fill(buf, (byte) 0);
            reset();
        }
    }
}
