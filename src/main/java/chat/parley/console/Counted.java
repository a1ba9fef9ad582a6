package chat.parley.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** A stream that tells how far it was read, and ends where the file ended when it was announced. */
final class Counted extends FilterInputStream {
    private final long end;
    private final LongConsumer progress;
    private long position;

    Counted(InputStream in, long position, long end, LongConsumer progress) {
        super(in);
        this.position = position;
        this.end = end;
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (position >= end) {
            return -1;
        }
        int n = super.read(bytes, offset, (int) Math.min(length, end - position));
        if (n > 0) {
            position += n;
            progress.accept(position);
        }
        return n;
    }
}
