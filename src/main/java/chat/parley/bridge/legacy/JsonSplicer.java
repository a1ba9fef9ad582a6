package chat.parley.bridge.legacy;

import chat.parley.crypto.BadTokenException;
import chat.parley.crypto.Base64Stream;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object in pieces of any size. The value of a {@code file_data} member is decoded from base64 and handed
 * on as it comes, wherever it stands; the rest is small, bounded, and parsed at the end.
 */
final class JsonSplicer {
    /** Takes the bytes of the file. */
    interface Data {
        void take(byte[] bytes);

        /** What comes is no file after all. */
        void spoil(String reason);
    }

    /** For who may not send files: they are skipped. */
    static final Data NO_DATA = new Data() {
        @Override
        public void take(byte[] bytes) {}

        @Override
        public void spoil(String reason) {}
    };

    private static final byte[] FILE_DATA = "\"file_data\"".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DEPTH = 32;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(100)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private enum At {
        BETWEEN,
        STRING,
        ESCAPE,
        DATA,
        DATA_ESCAPE
    }

    private final int bound;
    private final Data data;
    private final Base64Stream base64 = Base64Stream.standard();
    private final Rest rest = new Rest();
    private At at = At.BETWEEN;
    private int depth;
    private int stringStart;
    private boolean isKey;
    private boolean dataFollows;
    private boolean dataCame;

    /** @param bound how many bytes of the object are kept, besides the file */
    JsonSplicer(int bound, Data data) {
        this.bound = bound;
        this.data = data;
    }

    /** The bytes kept, and a look at how they end. */
    private static final class Rest extends ByteArrayOutputStream {
        boolean endsWith(byte[] text, int from) {
            return Arrays.equals(buf, Math.min(from, count), count, text, 0, text.length);
        }
    }

    void update(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            if (at == At.DATA) {
                i = data(bytes, i);
            } else {
                step(bytes[i++]);
            }
        }
    }

    private void step(byte c) {
        switch (at) {
            case BETWEEN -> between(c);
            case STRING -> {
                keep(c);
                if (c == '"') {
                    at = At.BETWEEN;
                    dataFollows = depth == 1 && isKey && rest.endsWith(FILE_DATA, stringStart);
                } else if (c == '\\') {
                    at = At.ESCAPE;
                }
            }
            case ESCAPE -> {
                keep(c);
                at = At.STRING;
            }
            case DATA_ESCAPE -> {
                if (c == '/') {
                    decode(new byte[] {c}, 0, 1);
                } else if (c != 'n' && c != 'r') {
                    data.spoil("its data is not base64");
                }
                at = At.DATA;
            }
            case DATA -> throw new IllegalStateException("data is read in runs");
        }
    }

    private void between(byte c) {
        keep(c);
        switch (c) {
            case '"' -> {
                if (dataFollows) {
                    beginData();
                } else {
                    at = At.STRING;
                    stringStart = rest.size() - 1;
                }
            }
            case '{', '[' -> {
                depth++;
                isKey = c == '{';
                dataFollows = false;
            }
            case '}', ']' -> {
                depth--;
                dataFollows = false;
            }
            case ',' -> {
                isKey = true;
                dataFollows = false;
            }
            case ':' -> isKey = false;
            default -> {}
        }
    }

    private void beginData() {
        if (dataCame) {
            data.spoil("it has its data twice");
        }
        dataCame = true;
        dataFollows = false;
        at = At.DATA;
    }

    private int data(byte[] bytes, int from) {
        int end = from;
        while (end < bytes.length && bytes[end] != '"' && bytes[end] != '\\') {
            end++;
        }
        decode(bytes, from, end - from);
        if (end == bytes.length) {
            return end;
        }
        if (bytes[end] == '"') {
            keep((byte) '"');
            at = At.BETWEEN;
            finishData();
        } else {
            at = At.DATA_ESCAPE;
        }
        return end + 1;
    }

    private void decode(byte[] bytes, int from, int length) {
        try {
            data.take(base64.update(bytes, from, length));
        } catch (BadTokenException e) {
            data.spoil("its data is not base64");
        }
    }

    private void finishData() {
        try {
            base64.finish();
        } catch (BadTokenException e) {
            data.spoil("its data is not base64");
        }
    }

    private void keep(byte c) {
        if (rest.size() <= bound) {
            rest.write(c);
        }
    }

    /** Whether a {@code file_data} member came. */
    boolean hasData() {
        return dataCame;
    }

    /** The object, its {@code file_data} empty; null when what came is no JSON object, or too long for one without a file. */
    @Nullable
    ObjectNode finish() {
        if (rest.size() > bound) {
            return null;
        }
        try {
            // By way of a string, because Jackson would guess UTF-16 and UTF-32 from bytes.
            JsonNode node = JSON.readTree(rest.toString(StandardCharsets.UTF_8));
            return node instanceof ObjectNode object ? object : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether there was more than is kept. */
    boolean isTooLong() {
        return rest.size() > bound;
    }
}
