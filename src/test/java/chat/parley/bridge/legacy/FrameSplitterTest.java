package chat.parley.bridge.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameSplitterTest {
    private final FrameSplitter splitter = new FrameSplitter(100_000);
    private final List<String> tokens = new ArrayList<>();
    private final ByteArrayOutputStream framed = new ByteArrayOutputStream();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void feed(byte[] bytes) throws BadFrameException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (FrameSplitter.Part part = splitter.next(in); part != null; part = splitter.next(in)) {
            if (part instanceof FrameSplitter.Piece piece) {
                byte[] more = new byte[piece.bytes().remaining()];
                piece.bytes().get(more);
                framed.writeBytes(more);
                if (piece.last()) {
                    tokens.add("framed " + framed.toString(StandardCharsets.US_ASCII));
                    framed.reset();
                }
            } else if (part instanceof FrameSplitter.Bare bare) {
                tokens.add("bare " + StandardCharsets.US_ASCII.decode(bare.token()));
            }
        }
    }

    private static byte[] frame(String token) {
        return ByteBuffer.allocate(4 + token.length())
                .putInt(token.length())
                .put(ascii(token))
                .array();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void next_anyChunking_givesTheSameTokens(long seed) throws BadFrameException {
        Random random = new Random(seed);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        boolean afterBare = false;
        for (int i = 0; i < 20; i++) {
            String body = "gAAAAA" + "bcd-_=".repeat(random.nextInt(200));
            afterBare = random.nextBoolean();
            stream.writeBytes(afterBare ? ascii(body) : frame(body));
            expected.add((afterBare ? "bare " : "framed ") + body);
        }
        if (afterBare) {
            stream.writeBytes(frame(""));
            expected.add("framed ");
        }
        byte[] all = stream.toByteArray();
        int at = 0;
        while (at < all.length) {
            int length = Math.min(all.length - at, random.nextInt(50));
            feed(java.util.Arrays.copyOfRange(all, at, at + length));
            at += length;
        }
        assertThat(tokens).isEqualTo(expected);
        assertThat(splitter.isWithin()).isFalse();
    }

    @Test
    void unfinished_bareToken_isWhatCameSoFar() throws BadFrameException {
        feed(ascii("gAAAAAabc"));
        ByteBuffer unfinished = splitter.unfinished();
        assertThat(unfinished).isNotNull();
        assertThat(StandardCharsets.US_ASCII.decode(unfinished).toString()).isEqualTo("gAAAAAabc");
        splitter.endUnfinished();
        feed(frame("x"));
        assertThat(tokens).containsExactly("framed x");
    }

    @Test
    void next_headerOfALargeFrameBehindABareToken_endsTheToken() throws BadFrameException {
        splitter.allow(178_000_000);
        feed(ascii("gAAAAAabc"));
        feed(new byte[] {0x0a, 0, 0, 0});
        assertThat(tokens).containsExactly("bare gAAAAAabc");
    }

    @Test
    void next_frameOf4GB_isRefusedByItsHeader() {
        assertThatThrownBy(() -> feed(new byte[] {-1, -1, -1, -1}))
                .hasMessage("a frame of 4294967295 bytes, where 100000 are allowed");
    }

    @Test
    void next_almostABareToken_isALengthThatIsTooLarge() {
        assertThatThrownBy(() -> feed(ascii("gAAAgA"))).isInstanceOf(BadFrameException.class);
    }

    @Test
    void next_bareTokenOfMoreThan64KiB_isRefused() throws BadFrameException {
        feed(ascii("gAAAAA" + "x".repeat(FrameSplitter.MAX_BARE - 6)));
        assertThatThrownBy(() -> feed(ascii("x"))).hasMessage("a bare token of more than 65536 bytes");
    }
}
