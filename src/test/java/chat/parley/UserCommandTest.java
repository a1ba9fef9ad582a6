package chat.parley;

import static chat.parley.support.Probe.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.Secret;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code user ...} on a stopped and on a running server. */
class UserCommandTest {
    @TempDir
    Path folder;

    /** What a command printed, and how it ended. */
    private record Outcome(int code, String out, String err) {}

    private static Outcome run(Path data, String... arguments) {
        List<String> all = new ArrayList<>(List.of("user"));
        all.addAll(List.of(arguments));
        all.add("--data=" + data);
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int code = new CommandLine(new Main())
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .execute(all.toArray(String[]::new));
            return new Outcome(
                    code, printed.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private String passwordFile() throws IOException {
        return "--password-file=" + Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    }

    private static WebProbe logIn(TestServer server, String name) {
        WebProbe probe = server.browser();
        probe.logIn(name, PASSWORD);
        return probe;
    }

    /** A running server follows within a second, so this asks until it has. */
    private static void awaitLogin(TestServer server, String name) {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (true) {
            try (WebProbe probe = server.browser()) {
                JsonNode answer = probe.answer(probe.request("login", Map.of("name", name, "password", PASSWORD)));
                if (answer.has("result")) {
                    return;
                }
                assertThat(System.nanoTime())
                        .as("%s cannot log in: %s", name, answer)
                        .isLessThan(deadline);
            }
        }
    }

    @Test
    void add_beforeTheFirstStart_administratorLogsInAndNoSetupIsOffered() throws IOException {
        Path data = folder.resolve("data");
        assertThat(run(data, "list").out()).contains("There is no account yet.");
        Outcome added = run(data, "add", "rosa", "--admin", passwordFile());
        assertThat(added.code()).isZero();
        assertThat(added.out()).contains("rosa has an account now (admin).").doesNotContain(PASSWORD);
        assertThat(run(data, "list").out()).contains("rosa").contains("admin").contains("never here");
        try (TestServer server = TestServer.over(data)) {
            assertThat(server.server().setupUrl()).isEmpty();
            try (WebProbe rosa = logIn(server, "rosa")) {
                assertThat(rosa.call("audit.list", Map.of())
                                .path("entries")
                                .path(0)
                                .has("by"))
                        .isFalse();
            }
        }
    }

    @Test
    void whileTheServerRuns_itFollows_andLiveSocketsClose() throws IOException {
        try (TestServer server = TestServer.start("limits.passwordsPerMinute", "100000")) {
            Path data = server.folder();
            WebProbe squatter = server.guest("rosa");
            run(data, "add", "rosa", passwordFile());
            assertThat(squatter.next("ended").path("reason").asText()).contains("belongs to an account now");
            awaitLogin(server, "rosa");
            WebProbe rosa = logIn(server, "rosa");
            run(data, "role", "rosa", "admin");
            rosa.next(
                    "rosa is an administrator",
                    message -> message.path("params").path("kind").asText().equals("admin"));
            rosa.call("admin.users", Map.of());

            Outcome last = run(data, "deactivate", "rosa");
            assertThat(last.code()).isEqualTo(1);
            assertThat(last.err()).contains("last administrator");
            run(data, "add", "carla", "--admin", passwordFile());
            assertThat(run(data, "deactivate", "rosa").code()).isZero();
            rosa.next("ended");
            run(data, "activate", "rosa");
            awaitLogin(server, "rosa");

            String link = run(data, "reset", "rosa").out().lines().findFirst().orElseThrow();
            try (WebProbe fresh = server.browser()) {
                fresh.call(
                        "reset",
                        Map.of("token", link.substring(link.lastIndexOf('/') + 1), "password", "brand new words"));
            }
            assertThat(run(data, "delete", "rosa", "--messages=keep").code()).isZero();
            assertThat(run(data, "list", "ros").out()).contains("deleted");
            assertThat(run(data, "add", "r\u043esa", passwordFile()).err()).contains("looks like rosa");
        }
    }

    @Test
    void refusals_sayWhatIsWrong() throws IOException {
        Path data = folder.resolve("data");
        assertThat(run(data, "reset", "nobody").err()).contains("There is no account of the name nobody.");
        assertThat(run(data, "add", "a,b", passwordFile()).err()).contains("no comma");
        Path empty = Files.writeString(folder.resolve("empty"), "");
        assertThat(run(data, "add", "ann", "--password-file=" + empty).code()).isEqualTo(2);
        Path weak = Files.writeString(folder.resolve("weak"), "short\n");
        assertThat(run(data, "add", "ann", "--password-file=" + weak).err()).contains("at least 10 characters");
        run(data, "add", "ann", passwordFile());
        assertThat(run(data, "role", "ann", "guest").err()).contains("member or admin");
        // A password as an argument is none: everybody on the machine sees those.
        assertThat(run(data, "add", "bob", "a password here").code()).isEqualTo(2);
    }

    @Test
    void password_withoutATerminal_isTheFirstLineOfStandardInput() throws IOException {
        InputStream in = new ByteArrayInputStream("pässword words\nmore".getBytes(StandardCharsets.UTF_8));
        assertThat(new PasswordEntry(in, null).read(null)).isEqualTo(new Secret("pässword words"));
    }
}
