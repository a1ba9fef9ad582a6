package chat.parley;

import static chat.parley.support.WebProbe.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.MessageId;
import chat.parley.support.ServerProcess;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of traffic: what was acknowledged is there afterwards, once, under the number it was given. */
class KillTest {
    private static final int ACKNOWLEDGED = 300;
    private static final int UNANSWERED = 50;

    @TempDir
    Path data;

    @Test
    void kill_inTheMiddleOfTraffic_acknowledgedMessagesAreThereOnce() {
        Map<String, Long> acknowledged = new HashMap<>();
        String token;
        try (ServerProcess server = ServerProcess.start(data);
                WebProbe ann = WebProbe.connect(server.webPort())) {
            ann.hello();
            ann.login("ann");
            token = ann.token();
            for (int i = 0; i < ACKNOWLEDGED; i++) {
                String id = id();
                acknowledged.put(id, ann.say(LOBBY, id, "m" + i).path("seq").asLong());
            }
            for (int i = 0; i < UNANSWERED; i++) {
                ann.request("messages.send", Map.of("room", LOBBY, "id", id(), "text", "unanswered " + i));
            }
            server.kill();
        }
        try (ServerProcess server = ServerProcess.start(data);
                WebProbe ann = WebProbe.connect(server.webPort())) {
            ann.hello();
            assertThat(ann.resumeSession(token).path("user").path("name").asText())
                    .isEqualTo("ann");
            long last =
                    ann.follow(LOBBY, 0L).path("rooms").path(LOBBY).path("last").asLong();
            Map<String, Long> found = new HashMap<>();
            for (long seq = 1; seq <= last; seq++) {
                JsonNode entry = ann.next("entry");
                assertThat(entry.path("seq").asLong()).as("no hole").isEqualTo(seq);
                assertThat(found.put(entry.path("id").asText(), seq)).as("once").isNull();
            }
            assertThat(found).containsAllEntriesOf(acknowledged);
        }
    }

    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }
}
