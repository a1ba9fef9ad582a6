package chat.parley.bridge;

import static chat.parley.support.Probe.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.MessageId;
import chat.parley.support.LegacyProbe;
import chat.parley.support.Probe;
import chat.parley.support.TcpProbe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A stop in good order: what was taken from a client is on disk and answered, and it is told when to come back. */
class StopTest {
    private static final int SENT = 300;

    @Test
    void stop_inTheMiddleOfTraffic_web_whatIsStoredWasAnswered() {
        stopInTraffic(server -> WebProbe.connect(server.webPort()));
    }

    @Test
    void stop_inTheMiddleOfTraffic_native_whatIsStoredWasAnswered() {
        stopInTraffic(server -> TcpProbe.connect(server.tcpPort()));
    }

    private static void stopInTraffic(Function<TestServer, Probe> connect) {
        try (TestServer first = TestServer.start();
                Probe ann = connect.apply(first)) {
            ann.hello();
            ann.login("ann");
            Set<Integer> asked = new HashSet<>();
            for (int i = 0; i < SENT; i++) {
                asked.add(ann.request(
                        "messages.send",
                        Map.of("room", LOBBY, "id", MessageId.at(i).value(), "text", "m" + i)));
            }
            ann.next(
                    "a first answer",
                    message -> asked.contains(message.path("id").asInt()));
            first.stop();
            assertThat(ann.next("stopping").path("retryAfterSeconds").asInt()).isPositive();
            ann.closeCode();
            int answered = 1 + answers(ann, asked);
            try (TestServer second = TestServer.over(first.folder());
                    WebProbe bob = second.browser()) {
                bob.login("bob");
                long stored = bob.follow(LOBBY, 0L)
                        .path("rooms")
                        .path(LOBBY)
                        .path("last")
                        .asLong();
                assertThat(stored).as("stored, and answered").isEqualTo(answered);
            }
        }
    }

    private static int answers(Probe probe, Set<Integer> asked) {
        int count = 0;
        while (probe.hasReceived(message -> isAnswer(message, asked))) {
            probe.next("an answer", message -> isAnswer(message, asked));
            count++;
        }
        return count;
    }

    private static boolean isAnswer(JsonNode message, Set<Integer> asked) {
        return message.has("result") && asked.contains(message.path("id").asInt());
    }

    @Test
    void stop_inTheMiddleOfTraffic_legacy_whatIsStoredWasEchoed() {
        try (TestServer first = TestServer.start();
                LegacyProbe leo = first.legacy("leo")) {
            leo.say("first");
            assertThat(leo.heard()).isEqualTo("first");
            for (int i = 0; i < SENT; i++) {
                leo.say("m" + i);
            }
            first.stop();
            int echoed = 1 + echoes(leo);
            try (TestServer second = TestServer.over(first.folder());
                    WebProbe bob = second.browser()) {
                bob.login("bob");
                assertThat(bob.follow(LOBBY, 0L)
                                .path("rooms")
                                .path(LOBBY)
                                .path("last")
                                .asLong())
                        .as("stored, and echoed")
                        .isEqualTo(echoed);
            }
        }
    }

    /** Until the server's end of the stream. */
    private static int echoes(LegacyProbe probe) {
        int count = 0;
        for (JsonNode object = probe.readOrEnd(); object != null; object = probe.readOrEnd()) {
            if (object.path("type").asText().equals("public")) {
                count++;
            }
        }
        return count;
    }
}
