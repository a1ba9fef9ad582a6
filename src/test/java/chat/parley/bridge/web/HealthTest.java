package chat.parley.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.support.HttpProbe;
import chat.parley.support.HttpProbe.Answer;
import chat.parley.support.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HealthTest {
    @Test
    void health_allWell_isLiveAndReady() throws Exception {
        try (TestServer server = TestServer.start();
                HttpProbe client = HttpProbe.connect(server.webPort())) {
            Answer live = client.get("/health/live", "Host: localhost");
            assertThat(live.status()).isEqualTo(200);
            assertThat(live.body()).isEqualTo("{\"status\":\"live\"}\n");
            Answer ready = client.get("/health/ready", "Host: localhost");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.body())
                    .isEqualTo(
                            "{\"status\":\"ready\",\"checks\":{\"journal\":\"ok\",\"files\":\"ok\",\"users\":\"ok\"}}\n");
            assertThat(ready.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void health_journalCannotBeWritten_isLiveButNotReadyAndRecovers() throws Exception {
        try (TestServer server = TestServer.start();
                HttpProbe client = HttpProbe.connect(server.webPort())) {
            try (Connection other = DriverManager.getConnection(
                            "jdbc:sqlite:" + server.folder().resolve("journal.db"));
                    Statement statement = other.createStatement()) {
                // nobody else can write now; the server gives up after its five seconds
                statement.execute("BEGIN IMMEDIATE");
                Answer ready = client.get("/health/ready", "Host: localhost");
                assertThat(ready.status()).isEqualTo(503);
                assertThat(ready.body())
                        .contains("\"not ready\"")
                        .contains("\"journal\":\"failing\"")
                        .doesNotContain("SQL");
                assertThat(client.get("/health/live", "Host: localhost").status())
                        .isEqualTo(200);
            }
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (client.get("/health/ready", "Host: localhost").status() != 200) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }
}
