package chat.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.MessageId;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against a whole server. */
@Timeout(60)
class ClientTest {
    @TempDir
    private Path home;

    private ConfigFolder folder() {
        return new ConfigFolder(home.resolve("parley"));
    }

    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }

    @Test
    void conversation_withABrowser_eachSeesTheOther() {
        Recorder heard = new Recorder();
        try (TestServer server = TestServer.start();
                Client ann = Recorder.client(server, folder(), "ann", heard).start()) {
            Welcome welcome = Recorder.take(heard.welcomes);
            try (WebProbe bob = server.guest("bob")) {
                Outgoing hello = ann.send(WebProbe.LOBBY, "hello 🚀", List.of());
                assertThat(Recorder.get(hello.stored())).isEqualTo(1);
                assertThat(bob.next("entry").path("text").asText()).isEqualTo("hello 🚀");
                bob.say(WebProbe.LOBBY, id(), "welcome");
                assertThat(heard.texts(2)).containsExactly("hello 🚀", "welcome");
                JsonNode room =
                        bob.call("direct.open", Map.of("user", welcome.me().id()));
                bob.say(room.path("id").asText(), id(), "for you");
                assertThat(heard.texts(1)).containsExactly("for you");
                assertThat(Recorder.take(heard.rooms).title()).isEqualTo("@bob");
            }
        }
    }

    @Test
    void restart_midConversation_nothingIsLostOrRepeated() {
        Recorder heard = new Recorder();
        TestServer first = TestServer.start();
        int port = first.tcpPort();
        try (Client ann = Recorder.client(first, folder(), "ann", heard).start()) {
            Welcome before = Recorder.take(heard.welcomes);
            Recorder.get(ann.send(WebProbe.LOBBY, "one", List.of()).stored());
            first.close();
            Recorder.take(heard.offline);
            Outgoing meanwhile = ann.send(WebProbe.LOBBY, "two", List.of());
            try (TestServer second = TestServer.over(first.folder(), "tcp.port", String.valueOf(port))) {
                assertThat(Recorder.get(meanwhile.stored())).isEqualTo(2);
                assertThat(Recorder.take(heard.welcomes).me().name())
                        .isEqualTo(before.me().name());
                try (WebProbe bob = second.guest("bob")) {
                    bob.say(WebProbe.LOBBY, id(), "three");
                }
                assertThat(heard.texts(3)).containsExactly("one", "two", "three");
            }
        }
    }

    @Test
    void certificate_anotherThanBefore_isRefusedBeforeAnythingIsSent() throws Exception {
        int port;
        try (TestServer first = TestServer.start()) {
            port = first.tcpPort();
            Recorder heard = new Recorder();
            try (Client ann = Recorder.client(first, folder(), "ann", heard)) {
                ann.start();
                Recorder.take(heard.welcomes);
            }
        }
        Path known = home.resolve("parley/known_servers");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(known)))
                .isEqualTo("rw-------");
        try (TestServer other = TestServer.start("tcp.port", String.valueOf(port))) {
            Recorder heard = new Recorder();
            try (Client ann = Recorder.client(other, folder(), "ann", heard)) {
                ann.start();
                assertThat(Recorder.take(heard.over))
                        .startsWith("UNTRUSTED REFUSED: localhost:" + port)
                        .contains("known_servers");
                assertThat(heard.welcomes).isEmpty();
            }
        }
    }

    @Test
    void name_taken_isSaidAndAnotherOneComesIn() {
        try (TestServer server = TestServer.start();
                WebProbe bob = server.guest("bob")) {
            Recorder heard = new Recorder();
            try (Client client = Recorder.client(server, folder(), "bob", heard).start()) {
                assertThat(Recorder.take(heard.over)).startsWith("REFUSED").contains("taken");
                client.startAs(new Login.Guest("bobby"));
                assertThat(Recorder.take(heard.welcomes).me().name()).isEqualTo("bobby");
            }
            assertThat(bob.userId()).isNotEmpty();
        }
    }

    @Test
    void session_savedAndFound_keepsNameAndMode() throws Exception {
        Address address = new Address("localhost", 8889, true);
        new SavedSession("ann", "t0ken", true).save(folder(), address);
        assertThat(SavedSession.find(folder(), address, Optional.empty()))
                .contains(new SavedSession("ann", "t0ken", true));
        assertThat(SavedSession.find(folder(), address, Optional.of("bob"))).isEmpty();
        assertThat(SavedSession.find(folder(), new Address("localhost", 9, true), Optional.empty()))
                .isEmpty();
        try (var files = Files.list(home.resolve("parley"))) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }
}
