package chat.parley;

import static chat.parley.support.WebProbe.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.MessageId;
import chat.parley.support.ServerProcess;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
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

    @Test
    void kill_whilePeopleLeaveForGood_isOverAfterTheRestart() throws Exception {
        String room;
        try (TestServer server = TestServer.over(data);
                WebProbe ann = server.member("gone-ann");
                WebProbe bob = server.member("bob");
                WebProbe carl = server.member("carl");
                WebProbe gus = server.guest("gus")) {
            server.admin("rosa").cut();
            room = ann.call("rooms.create", Map.of("id", id(), "name", "Club", "kind", "public"))
                    .path("id")
                    .asText();
            for (WebProbe other : List.of(bob, carl, gus)) {
                other.call("rooms.join", Map.of("room", room));
            }
            for (int i = 0; i < ACKNOWLEDGED; i++) {
                ann.say(room, id(), "bandicoot " + i);
            }
        }
        try (ServerProcess server = ServerProcess.start(data);
                WebProbe ann = loggedIn(server, "gone-ann");
                WebProbe bob = loggedIn(server, "bob");
                WebProbe carl = loggedIn(server, "carl");
                WebProbe rosa = loggedIn(server, "rosa")) {
            rosa.call("admin.deactivate", Map.of("user", carl.userId(), "active", false));
            bob.follow(room, null);
            ann.request("account.delete", Map.of("password", WebProbe.PASSWORD, "messages", "erase"));
            bob.next("the first deletion", entry -> isEntry(entry, "delete", "gone-ann"));
            server.kill();
        }
        // What a kill leaves between the end of a guest's session and the leaving of rooms
        try (Connection users = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("users.db"));
                Statement statement = users.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM guests WHERE name = 'gus'"))
                    .isEqualTo(1);
        }
        try (ServerProcess server = ServerProcess.start(data);
                WebProbe bob = loggedIn(server, "bob")) {
            bob.follow(room, 0L);
            bob.next("the guest's leaving", entry -> isEntry(entry, "member", "gus"));
            bob.next("the account's leaving", entry -> isEntry(entry, "member", "gone-ann"));
            JsonNode members = bob.call("rooms.members", Map.of("room", room)).path("members");
            assertThat(members.findValuesAsText("name")).containsExactly("bob", "carl");
            assertThat(members.path(0).path("role").asText()).as("the heir").isEqualTo("owner");
            assertThat(bob.call("rooms.history", Map.of("room", room)).toString())
                    .doesNotContain("bandicoot");
            WebProbe carl = WebProbe.connect(server.webPort());
            carl.hello();
            assertThat(carl.failure("login", Map.of("name", "carl", "password", WebProbe.PASSWORD)))
                    .isEqualTo("BAD_PASSWORD_OR_NAME");
            carl.close();
        }
    }

    private static WebProbe loggedIn(ServerProcess server, String name) {
        WebProbe probe = WebProbe.connect(server.webPort());
        probe.hello();
        probe.logIn(name, WebProbe.PASSWORD);
        return probe;
    }

    /** Of that type, and in a member entry that the person left. */
    private static boolean isEntry(JsonNode message, String type, String by) {
        JsonNode entry = message.path("params");
        return entry.path("type").asText().equals(type)
                && entry.path("sender").path("name").asText().equals(by)
                && entry.path("change").asText("left").equals("left");
    }

    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }
}
