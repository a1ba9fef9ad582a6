package chat.parley.e2ee;

import chat.parley.crypto.seal.SealedMessage;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** What is inside a sealed message (section 4.3): the content, and which indices before it were abandoned. */
@SuppressWarnings("ArrayRecordComponent")
record PlainMessage(List<Long> abandoned, byte[] content) {
    static final int MOST_ABANDONED = 500;

    PlainMessage {
        abandoned = List.copyOf(abandoned);
        if (content.length > SealedMessage.MOST_CONTENT) {
            throw new IllegalArgumentException(
                    "A message has at most " + SealedMessage.MOST_CONTENT + " bytes, not " + content.length);
        }
    }

    byte[] toBytes() {
        WireWriter out = new WireWriter().u16(abandoned.size());
        abandoned.forEach(out::u32);
        out.u32(content.length).bytes(content);
        return Padding.to64(out.toBytesErasing());
    }

    static PlainMessage parse(byte[] plain) {
        WireReader in = new WireReader("a message's content", plain, WireReader.LARGEST);
        int count = in.u16();
        if (count > MOST_ABANDONED) {
            throw in.malformed("at most " + MOST_ABANDONED + " indices are abandoned, not " + count);
        }
        List<Long> abandoned = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            abandoned.add(in.u32());
        }
        long length = in.u32();
        if (length > SealedMessage.MOST_CONTENT) {
            throw in.malformed("it has at most " + SealedMessage.MOST_CONTENT + " bytes, not " + length);
        }
        byte[] content = in.bytes((int) length);
        Padding.check(in, plain.length, 64);
        return new PlainMessage(abandoned, content);
    }
}
