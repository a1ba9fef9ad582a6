package chat.parley.routing;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.UserId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is named in a text. */
class MentionsTest {
    private static final Map<String, UserId> NAMES = Map.of(
            "ann", UserId.random(),
            "ann marie", UserId.random(),
            "jürgen", UserId.random(),
            "c++", UserId.random(),
            "🦄 fan", UserId.random());

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "@ann | ann",
                "hi @Ann, and you | ann",
                "(@ann) | ann",
                "@ann marie is | ann marie",
                "@ann mariette | ann",
                "@annika | ''",
                "mail ann@ann.example | ''",
                "@@ann | ann",
                "@JÜRGEN! | jürgen",
                "@c++ | c++",
                "@🦄 fan | 🦄 fan",
                "@ ann | ''",
                "@ann @ann | ann",
                "@ann and @jürgen | ann jürgen",
                "no one | ''"
            })
    void in_text_findsTheLongestName(String text, String named) {
        List<UserId> expected = NAMES.entrySet().stream()
                .filter(each -> named.equals(each.getKey())
                        || (named.equals("ann jürgen")
                                && List.of("ann", "jürgen").contains(each.getKey())))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(Mentions.in(text, NAMES::get).users()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void in_room_isEverybody() {
        assertThat(Mentions.in("@room: now", NAMES::get)).isEqualTo(new Mentions.Found(List.of(), true));
        assertThat(Mentions.in("@rooms", NAMES::get).room()).isFalse();
    }

    @Test
    void in_poison_isBoundedWork() {
        assertThat(Mentions.candidates("@".repeat(8_000))).hasSizeLessThanOrEqualTo(Mentions.MOST);
        assertThat(Mentions.candidates("@a ".repeat(2_000))).hasSize(Mentions.MOST);
        assertThat(Mentions.in("@\ud800", NAMES::get).users()).isEmpty();
    }
}
