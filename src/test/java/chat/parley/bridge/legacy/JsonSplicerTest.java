package chat.parley.bridge.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSplicerTest {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private @Nullable String spoilt;
    private final JsonSplicer splicer = new JsonSplicer(1000, new JsonSplicer.Data() {
        @Override
        public void take(byte[] bytes) {
            file.writeBytes(bytes);
        }

        @Override
        public void spoil(String reason) {
            spoilt = reason;
        }
    });

    private @Nullable ObjectNode read(String json) {
        splicer.update(json.getBytes(StandardCharsets.UTF_8));
        return splicer.finish();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void update_anyChunkingAndPlaceOfTheFile_givesTheSame(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[random.nextInt(10_000)];
        random.nextBytes(bytes);
        String data = "\"file_data\" : \"" + Base64.getEncoder().encodeToString(bytes) + "\"";
        String[] members = {
            "\"type\":\"file_upload\"",
            "\"filename\": \"a\\\"file_data\\\":\\u00e4\\\\\"",
            "\"x\":[\"file_data\",{\"file_data\":\"y\"}]"
        };
        int place = random.nextInt(4);
        StringBuilder json = new StringBuilder("{");
        for (int i = 0; i < 4; i++) {
            json.append(i == 0 ? "" : ",").append(i == place ? data : members[i < place ? i : i - 1]);
        }
        byte[] all = json.append('}').toString().getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < all.length) {
            int length = Math.min(all.length - at, random.nextInt(40));
            splicer.update(Arrays.copyOfRange(all, at, at + length));
            at += length;
        }
        ObjectNode object = Objects.requireNonNull(splicer.finish());
        assertThat(object.get("filename").asText()).isEqualTo("a\"file_data\":\u00e4\\");
        assertThat(object.get("x").get(1).get("file_data").asText()).isEqualTo("y");
        assertThat(object.get("file_data").asText()).isEmpty();
        assertThat(file.toByteArray()).isEqualTo(bytes);
        assertThat(spoilt).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "\"text\"",
                "[1]",
                "null",
                "{",
                "{\"a\":1",
                "{}x",
                "}{",
                "{\"file_data\" \"YQ==\"}",
                "{\"file_data\":\"YQ=="
            })
    void finish_noObject_isNull(String json) {
        assertThat(read(json)).isNull();
    }

    @Test
    void finish_deepRecursion_isNull() {
        assertThat(read("{\"a\":" + "[".repeat(400) + "]".repeat(400) + "}")).isNull();
    }

    @Test
    void finish_tooLong_isNullWhateverFollows() {
        splicer.update(("{\"a\":\"" + "x".repeat(10_000)).getBytes(StandardCharsets.UTF_8));
        assertThat(read("\"}")).isNull();
        assertThat(splicer.isTooLong()).isTrue();
    }

    @Test
    void take_dataThatIsNoBase64_isSpoilt() {
        assertThat(read("{\"file_data\":\"a%b=\"}")).isNotNull();
        assertThat(spoilt).isEqualTo("its data is not base64");
    }

    @Test
    void take_twoFiles_isSpoilt() {
        assertThat(read("{\"file_data\":\"YQ==\",\"file_data\":\"YQ==\"}")).isNotNull();
        assertThat(spoilt).isNotNull();
    }

    @Test
    void take_escapedSlashesAndLineBreaks_areRead() {
        assertThat(read("{\"file_data\":\"\\/\\/\\/\\/\\n\"}")).isNotNull();
        assertThat(file.toByteArray()).isEqualTo(new byte[] {-1, -1, -1});
        assertThat(spoilt).isNull();
    }

    @Test
    void finish_fileDataThatIsNoText_isAnObjectWithoutFile() {
        assertThat(read("{\"file_data\":{\"a\":\"b\"}}")).isNotNull();
        assertThat(splicer.hasData()).isFalse();
    }
}
