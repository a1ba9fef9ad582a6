package chat.parley.storage;

import static chat.parley.support.WebProbe.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.Server;
import chat.parley.config.Settings;
import chat.parley.config.SettingsLoader;
import chat.parley.model.MessageId;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data of every released schema is served by the present program, and a newer one's is left alone. */
class SchemaTest {
    @TempDir
    Path data;

    @Test
    void v1_withPeopleMessagesAndAFile_isUpgradedAndGoesOn() throws Exception {
        ReleasedSchemas.v1(data);
        try (TestServer server = TestServer.over(data);
                WebProbe ann = server.browser();
                WebProbe bob = server.browser()) {
            assertThat(ann.resumeSession(ReleasedSchemas.V1_ANN_TOKEN)
                            .path("user")
                            .path("id")
                            .asText())
                    .isEqualTo(ReleasedSchemas.V1_ANN);
            assertThat(bob.resumeSession(ReleasedSchemas.V1_BOB_TOKEN)
                            .path("user")
                            .path("name")
                            .asText())
                    .isEqualTo("Bob Ü");
            ann.follow(LOBBY, 0L);
            for (int i = 1; i <= 3; i++) {
                assertThat(ann.next("entry").path("text").asText()).isEqualTo("lobby " + i);
            }
            JsonNode withFile = ann.next("entry");
            assertThat(withFile.path("text").asText()).isEqualTo("with a file");
            assertThat(download(bob, server.webPort())).isEqualTo("hello");
            assertThat(bob.call("rooms.history", Map.of("room", ReleasedSchemas.V1_DIRECT))
                            .path("entries")
                            .findValuesAsText("text"))
                    .containsExactly("just for you 🎉", "thanks");
            String id = MessageId.at(System.currentTimeMillis()).value();
            assertThat(bob.say(LOBBY, id, "after the upgrade").path("seq").asLong())
                    .isEqualTo(withFile.path("seq").asLong() + 1);
            assertThat(ann.next("entry").path("text").asText()).isEqualTo("after the upgrade");
        }
    }

    private static String download(WebProbe reader, int port) throws Exception {
        String path = reader.call("files.link", Map.of("file", ReleasedSchemas.V1_FILE))
                .path("url")
                .asText();
        URI link = URI.create("http://127.0.0.1:" + port).resolve(path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @EnumSource
    void start_databaseOfANewerParley_isRefusedInWordsAndNotTouched(Schema newer) throws Exception {
        for (Schema schema : Schema.values()) {
            schema.migrate(data.resolve(schema.file()));
        }
        Path database = data.resolve(newer.file());
        fromTheFuture(database);
        byte[] before = Files.readAllBytes(database);
        Vertx vertx = Server.vertx();
        try {
            Settings settings = TestServer.await(new SettingsLoader(vertx)
                    .load(null, Map.of("data", data.toString(), "web.port", "0", "tcp.port", "0")));
            assertThatThrownBy(() -> TestServer.await(Server.start(vertx, settings)))
                    .hasMessageContaining(newer.file())
                    .hasMessageContaining("newer Parley")
                    .hasMessageContaining("999")
                    .hasMessageContaining("restore a backup");
        } finally {
            TestServer.await(vertx.close());
        }
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    private static void fromTheFuture(Path database) throws SQLException {
        ReleasedSchemas.execute(
                database,
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success)"
                        + " VALUES (999, '999', 'tomorrow', 'SQL', 'V999__tomorrow.sql', 1, '', 1, 1)");
    }
}
