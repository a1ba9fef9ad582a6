package chat.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the table of attacks in {@code docs/security.md}: the tests that it names exist. */
class SecurityDocTest {
    private static final Pattern IN_JAVA = Pattern.compile("`(\\w+)#(\\w+)`");
    private static final Pattern IN_PAGES = Pattern.compile("`([\\w.]+\\.(?:ts|mjs)): ([^`]+)`");

    private static Map<String, String> sources(Path root, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .collect(Collectors.toMap(
                            file -> String.valueOf(file.getFileName()),
                            SecurityDocTest::text,
                            (one, other) -> one + other));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void attacks_eachNamesTestsThatExist() throws IOException {
        Map<String, String> java = sources(Path.of("src", "test", "java"), ".java");
        Map<String, String> pages = sources(Path.of("webroot", "test"), ".ts");
        pages.putAll(sources(Path.of("webroot", "e2e"), ".mjs"));
        assertThat(missing(IN_JAVA, test -> text(java, test.group(1) + ".java").contains(" " + test.group(2) + "(")))
                .isEmpty();
        assertThat(missing(IN_PAGES, test -> text(pages, test.group(1)).contains('\'' + test.group(2) + '\'')))
                .isEmpty();
    }

    private static String text(Map<String, String> sources, String name) {
        return sources.getOrDefault(name, "");
    }

    /** Those that are named and not there. */
    private static List<String> missing(Pattern pattern, Predicate<MatchResult> isThere) {
        List<MatchResult> named =
                pattern.matcher(text(Path.of("docs", "security.md"))).results().toList();
        assertThat(named).isNotEmpty();
        return named.stream().filter(isThere.negate()).map(MatchResult::group).toList();
    }
}
