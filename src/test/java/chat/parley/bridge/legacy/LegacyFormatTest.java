package chat.parley.bridge.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.crypto.Fernet;
import chat.parley.model.FileId;
import chat.parley.support.PlainFernet;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyFormatTest {
    private static final String UNSAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=";

    private final LegacyFormat format =
            new LegacyFormat(new Fernet(PlainFernet.KEY), new Wording(ZoneOffset.UTC), FileId::value);

    static IntStream counts() {
        return IntStream.rangeClosed(0, 90);
    }

    /** The desktop client decodes header and token together, and takes what one receive gives. */
    @ParameterizedTest
    @MethodSource("counts")
    void first_anyNumberOfNames_isShortAndHasAHeaderOutsideTheAlphabet(int count) {
        List<String> names =
                IntStream.range(0, count).mapToObj(i -> "somebody-" + i).toList();
        LegacyFormat.First first = format.first("ann", names);
        byte[] frame = first.frame();
        assertThat(frame.length).isLessThanOrEqualTo(1400);
        for (int i = 0; i < 4; i++) {
            assertThat(UNSAFE.indexOf(frame[i])).isNegative();
        }
        String json = new String(
                new PlainFernet(PlainFernet.KEY).decrypt(Arrays.copyOfRange(frame, 4, frame.length)),
                StandardCharsets.UTF_8);
        assertThat(json).contains("user_list:ann");
        assertThat(json.contains("somebody-" + (count - 1) + "\"")).isEqualTo(count > 0 && first.whole());
        if (count <= 40) {
            assertThat(first.whole()).as("so many fit").isTrue();
        } else if (!first.whole()) {
            assertThat(frame.length).as("as many as fit").isGreaterThan(1400 - 120);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\ud83d", "\ude80b", "\ude80\ud83d"})
    void wellFormed_halfASurrogatePair_isReplaced(String text) {
        assertThat(Wording.wellFormed(text)).doesNotContain("\ud83d").doesNotContain("\ude80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "C:\\temp\\passwd", "\u202epasswd", "pass\u0000wd"})
    void plain_pathsAndTricks_leaveTheLastName(String name) {
        assertThat(FileNames.plain(name)).isEqualTo("passwd");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".", "a/", "x/..", "\u0001"})
    void plain_nothingLeft_isStillAName(String name) {
        assertThat(FileNames.plain(name)).isEqualTo("file");
    }
}
