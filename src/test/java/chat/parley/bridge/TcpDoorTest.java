package chat.parley.bridge;

import static chat.parley.support.WebProbe.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.MessageId;
import chat.parley.support.TcpProbe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The native door: the same protocol behind a length, under TLS. */
class TcpDoorTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }

    private static TcpProbe guest(String name) {
        TcpProbe probe = TcpProbe.connect(server.tcpPort());
        probe.hello();
        probe.login(name);
        probe.follow(LOBBY, null);
        return probe;
    }

    @Test
    void send_nativeAndBrowser_seeEachOtherInOneOrder() {
        try (TcpProbe ann = guest("tcp-ann");
                WebProbe bob = server.guest("tcp-bob")) {
            ann.say(LOBBY, id(), "from native");
            bob.say(LOBBY, id(), "from web");
            for (String text : new String[] {"from native", "from web"}) {
                JsonNode atAnn = ann.next("entry");
                assertThat(atAnn.path("text").asText()).isEqualTo(text);
                assertThat(bob.next("entry")).isEqualTo(atAnn);
            }
        }
    }

    @Test
    void frame_overTheLimit_isRefusedWithTheNumber() {
        try (TcpProbe ann = guest("tcp-large")) {
            ann.bytes((byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xf0);
            JsonNode error =
                    ann.next("an error", message -> message.has("error")).path("error");
            assertThat(error.path("data").path("failure").asText()).isEqualTo("TOO_LARGE");
            assertThat(error.path("message").asText()).contains("65536");
            assertThat(ann.closeCode()).isEqualTo(1006);
        }
    }

    @Test
    void frame_halfThenCut_othersAreNotDisturbed() {
        try (TcpProbe ann = guest("tcp-half");
                TcpProbe bob = guest("tcp-whole")) {
            ann.bytes((byte) 0, (byte) 0, (byte) 0, (byte) 100, (byte) '{');
            ann.cut();
            assertThat(bob.say(LOBBY, id(), "still fine").path("seq").asLong()).isPositive();
        }
    }

    @Test
    void stop_nativeClientsAreToldWhenToComeBack() {
        TestServer stopping = TestServer.start();
        TcpProbe ann = TcpProbe.connect(stopping.tcpPort());
        ann.hello();
        ann.login("tcp-stopped");
        stopping.close();
        assertThat(ann.next("stopping").path("retryAfterSeconds").asInt()).isPositive();
    }

    @Test
    void certificate_overARestart_staysTheSame() throws Exception {
        try (TestServer first = TestServer.start()) {
            byte[] before = Files.readAllBytes(first.folder().resolve("tcp.crt"));
            first.stop();
            try (TestServer second = TestServer.over(first.folder())) {
                assertThat(Files.readAllBytes(second.folder().resolve("tcp.crt")))
                        .isEqualTo(before);
                assertThat(Files.getPosixFilePermissions(second.folder().resolve("tcp.key")))
                        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
            }
        }
    }

    @Test
    void frame_beforeLogin_hasToBeShort() {
        try (TcpProbe ann = TcpProbe.connect(server.tcpPort())) {
            ann.hello();
            ann.bytes((byte) 0, (byte) 0, (byte) 0x40, (byte) 1);
            JsonNode error =
                    ann.next("an error", message -> message.has("error")).path("error");
            assertThat(error.path("data").path("failure").asText()).isEqualTo("TOO_LARGE");
            assertThat(error.path("message").asText()).contains("16384");
            assertThat(ann.closeCode()).isEqualTo(1006);
        }
    }

    @Test
    void frame_ofExactlyTheLimit_isTaken() {
        try (TcpProbe ann = guest("tcp-limit")) {
            String ping = "{\"jsonrpc\":\"2.0\",\"id\":\"long\",\"method\":\"ping\"}";
            ann.raw(ping + " ".repeat(65536 - ping.length()));
            assertThat(ann.next(
                                    "the answer",
                                    message -> message.path("id").asText().equals("long"))
                            .has("result"))
                    .isTrue();
        }
    }
}
