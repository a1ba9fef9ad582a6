package chat.parley.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/files.md, run as written. */
class FilesDocTest {
    private static final Pattern EXAMPLE = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void curl_everyExample_worksAsWritten() throws Exception {
        byte[] report = new byte[300_000];
        new Random(1).nextBytes(report);
        Files.write(folder.resolve("report.pdf"), report);
        String script = "set -euo pipefail\n"
                + EXAMPLE.matcher(Files.readString(Path.of("docs/files.md")))
                        .results()
                        .map(example -> example.group(1))
                        .collect(Collectors.joining("\n"));
        try (TestServer server = TestServer.start();
                WebProbe ann = server.browser()) {
            ProcessBuilder bash = new ProcessBuilder("bash", "-c", script)
                    .directory(folder.toFile())
                    .redirectErrorStream(true);
            bash.environment().put("PARLEY", "http://127.0.0.1:" + server.webPort());
            bash.environment().put("TOKEN", ann.login("ann").path("token").asText());
            Process run = bash.start();
            String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(run.waitFor()).as(said).isZero();
            assertThat(said).contains("Tus-Max-Size", "Tus-Extension");
        }
        assertThat(folder.resolve("copy.pdf")).hasBinaryContent(report);
        assertThat(folder.resolve("again.pdf")).hasBinaryContent(report);
    }
}
