package chat.parley.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chat.parley.bus.FailureException;
import chat.parley.bus.Log.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody types into a search, as FTS5 gets it: words in quotes and nothing else. */
class SearchQueryTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "hello | \"hello\" *",
                "hello world | \"hello\" \"world\" *",
                "\"hello world\" | \"hello world\"",
                "\"hello | \"hello\"",
                "say \"hello world\" now | \"say\" \"hello world\" \"now\" *",
                "a OR b | \"a\" \"or\" \"b\" *",
                "NOT text:x* ^y | \"not\" \"text x\" \"y\" *",
                "foo-bar | \"foo bar\" *",
                "Größe Café | \"große\" \"cafe\" *",
                "--; DROP | \"drop\" *"
            })
    void of_typed_isQuotedWords(String typed, String match) {
        assertThat(SearchQuery.of(typed).match()).isEqualTo(match);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"", "\"\"", "*", "()", "😀", "\u0000", "---"})
    void of_noWord_isRefused(String typed) {
        assertThat(catchThrowable(() -> SearchQuery.of(typed))).isInstanceOf(FailureException.class);
    }

    @Test
    void highlights_areTheWordsThatWereFound() {
        assertThat(SearchReader.highlights("🦄 Café, cafés; decaf CAFE\u0301", SearchQuery.of("cafe")))
                .containsExactly(new Span(3, 7), new Span(9, 14), new Span(22, 27));
    }
}
