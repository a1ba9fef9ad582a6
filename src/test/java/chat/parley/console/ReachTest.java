package chat.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.protocol.Method;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever the server can do for people, somebody at a console can ask for, and a session of a test does. */
class ReachTest {
    private static final Pattern COMMAND = Pattern.compile("new Command\\(\\s*\"(/[a-z ]+)\"");

    /** Methods that the console has no use for, and why. */
    private static final Map<String, String> NEEDLESS =
            Map.of("rooms.list", "the answer to the log-in has it, and notifications keep it true");

    private static String sources(String root) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(root, "chat", "parley", "console"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            StringBuilder text = new StringBuilder();
            for (Path source : sources) {
                text.append(Files.readString(source));
            }
            return text.toString();
        }
    }

    @Test
    void methods_eachIsCalledByTheConsole_orNeedless() throws IOException {
        String console = sources("src/main/java");
        assertThat(Arrays.stream(Method.values())
                        .map(Method::wireName)
                        .filter(method -> !console.contains('"' + method + '"'))
                        .collect(Collectors.toSet()))
                .isEqualTo(NEEDLESS.keySet());
    }

    @Test
    void commands_eachIsTypedInASessionOfATest() throws IOException {
        String sessions = sources("src/test/java");
        List<String> commands = COMMAND.matcher(sources("src/main/java"))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertThat(commands).hasSizeGreaterThan(50);
        assertThat(commands.stream()
                        .filter(command -> !Pattern.compile("types\\(\"" + command + "[ \"]")
                                .matcher(sessions)
                                .find())
                        .toList())
                .isEmpty();
    }
}
