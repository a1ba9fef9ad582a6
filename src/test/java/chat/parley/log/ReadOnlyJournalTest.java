package chat.parley.log;

import static chat.parley.support.Probe.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.MessageId;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A journal that may only be read, as its file's header can say (sqlite.org/fileformat.html, offset 18). */
class ReadOnlyJournalTest {
    private static final int WRITE_VERSION_OFFSET = 18;
    private static final int WAL = 2;
    private static final int ONLY_TO_BE_READ = 3;

    private static Map<String, String> message(String id) {
        return Map.of("room", LOBBY, "id", id, "text", "hello");
    }

    @Test
    void send_readOnly_isRefusedReadingGoesOnAndItRecoversByItself() throws Exception {
        TestServer before = TestServer.start();
        try (before;
                WebProbe ann = before.guest("ann")) {
            ann.say(LOBBY, MessageId.at(1).value(), "before");
        }
        Path journal = before.folder().resolve("journal.db");
        mark(journal, ONLY_TO_BE_READ);
        try (TestServer server = TestServer.over(before.folder());
                WebProbe bob = server.guest("bob")) {
            String id = MessageId.at(2).value();
            JsonNode error = bob.fail("messages.send", message(id));
            assertThat(error.path("data").path("failure").asText()).isEqualTo("STORAGE_READ_ONLY");
            assertThat(error.path("message").asText()).contains("cannot write");
            assertThat(bob.call("rooms.history", Map.of("room", LOBBY)).path("entries"))
                    .hasSize(1);

            mark(journal, WAL);
            assertThat(bob.call("messages.send", message(id)).path("seq").asLong())
                    .isEqualTo(2);
        }
    }

    private static void mark(Path journal, int writeVersion) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(journal.toFile(), "rw")) {
            file.seek(WRITE_VERSION_OFFSET);
            file.write(writeVersion);
        }
    }
}
