package chat.parley.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.support.Images;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTypeTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "....ftypisom, video/mp4",
        "....ftypM4A , audio/mp4",
        "OggS, audio/ogg",
        "RIFF....WAVEfmt, audio/wav",
        "fLaC, audio/flac",
        "ID3, audio/mpeg",
    })
    void of_mediaThatAPageCanShow_isToldByItsFirstBytes(String start, String type) {
        assertThat(SafeType.of(bytes(start + "\0\0\0\0\0\0\0\0"))).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
    void of_image_isShownUnlessUnpackedItFillsTheMemory(String type) {
        byte[] photo = Images.head(type, 8_000, 6_000);
        assertThat(SafeType.of(photo)).isEqualTo(type);
        assertThat(SafeType.isTooLarge(photo)).isFalse();
        byte[] bomb = Images.head(type, 16_000, 16_000);
        assertThat(SafeType.of(bomb)).isNull();
        assertThat(SafeType.isTooLarge(bomb)).isTrue();
        byte[] silent = Arrays.copyOf(Images.png(8_000, 6_000), 20);
        assertThat(SafeType.isTooLarge(silent)).as("does not tell its size").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001aE\u00df\u00a3\u0001", "\u00ff\u00fb\u0090D", "\u00ff\u00f3@\u0000"})
    void of_binaryMagic_isTold(String start) {
        assertThat(SafeType.of(bytes(start))).isIn("video/webm", "audio/mpeg");
    }

    /** What a browser would run in our origin, or sniff into something that it runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!doctype html><script>",
                "<svg xmlns=",
                "%PDF-1.7",
                "",
                "RI",
                "\u00ff\u00fe<\0h\0",
                "....ftypheic",
                "PK\u0003\u0004",
                "\u00ef\u00bb\u00bf<html>"
            })
    void of_everythingElse_isSavedAndNotShown(String start) {
        assertThat(SafeType.of(bytes(start))).isNull();
    }
}
