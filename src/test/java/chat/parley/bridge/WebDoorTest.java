package chat.parley.bridge;

import static chat.parley.support.WebProbe.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.model.MessageId;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client protocol at the web door, against a whole server. */
class WebDoorTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }

    @Test
    void send_twoGuests_bothReceiveTheEntryInOrder() {
        try (WebProbe ann = server.guest("send-ann");
                WebProbe bob = server.guest("send-bob")) {
            String id = id();
            JsonNode posted = ann.say(LOBBY, id, "hello");
            JsonNode seen = bob.next("entry");
            assertThat(seen.path("id").asText()).isEqualTo(id);
            assertThat(seen.path("text").asText()).isEqualTo("hello");
            assertThat(seen.path("seq").asLong()).isEqualTo(posted.path("seq").asLong());
            assertThat(seen.path("sender").path("name").asText()).isEqualTo("send-ann");
            assertThat(ann.next("entry").path("id").asText()).isEqualTo(id);
        }
    }

    @Test
    void send_sameIdAgain_sameAnswerAndOneEntry() {
        try (WebProbe ann = server.guest("twice-ann")) {
            String id = id();
            JsonNode first = ann.say(LOBBY, id, "once");
            JsonNode second = ann.say(LOBBY, id, "once");
            assertThat(second).isEqualTo(first);
            ann.say(LOBBY, id(), "after");
            assertThat(ann.next("entry").path("text").asText()).isEqualTo("once");
            assertThat(ann.next("entry").path("text").asText()).isEqualTo("after");
        }
    }

    @Test
    void send_sameIdOtherContent_isRefused() {
        try (WebProbe ann = server.guest("reuse-ann")) {
            String id = id();
            ann.say(LOBBY, id, "one");
            JsonNode error = ann.fail("messages.send", Map.of("room", LOBBY, "id", id, "text", "two"));
            assertThat(error.path("data").path("failure").asText()).isEqualTo("ID_REUSED");
        }
    }

    @Test
    void resume_afterALostConnection_exactlyWhatWasMissedThenLive() {
        try (WebProbe ann = server.guest("resume-ann")) {
            long seen = ann.say(LOBBY, id(), "before").path("seq").asLong();
            try (WebProbe bob = server.guest("resume-bob")) {
                String token = ann.token();
                ann.cut();
                for (int i = 0; i < 500; i++) {
                    bob.say(LOBBY, id(), "missed " + i);
                }
                try (WebProbe again = server.browser()) {
                    JsonNode login = again.resumeSession(token);
                    assertThat(login.path("user").path("id").asText()).isEqualTo(ann.userId());
                    again.follow(LOBBY, seen);
                    bob.say(LOBBY, id(), "live");
                    for (int i = 0; i < 500; i++) {
                        JsonNode entry = again.next("entry");
                        assertThat(entry.path("seq").asLong()).isEqualTo(seen + i + 1);
                        assertThat(entry.path("text").asText()).isEqualTo("missed " + i);
                    }
                    assertThat(again.next("entry").path("text").asText()).isEqualTo("live");
                }
            }
        }
    }

    @Test
    void login_takenName_isRefusedWithASentence() {
        try (WebProbe ann = server.guest("taken-ann");
                WebProbe other = server.browser()) {
            JsonNode error = other.fail("login", Map.of("guest", "Taken-Ann"));
            assertThat(error.path("data").path("failure").asText()).isEqualTo("NAME_TAKEN");
            assertThat(error.path("message").asText()).contains("taken-ann");
            assertThat(ann.userId()).isNotEmpty();
        }
    }

    @Test
    void login_lookAlikeName_isRefused() {
        try (WebProbe ann = server.guest("paypal");
                WebProbe other = server.browser()) {
            // Cyrillic а in place of Latin a
            JsonNode error = other.fail("login", Map.of("guest", "p\u0430ypal"));
            assertThat(error.path("data").path("failure").asText()).isEqualTo("NAME_TAKEN");
            assertThat(ann.userId()).isNotEmpty();
        }
    }

    @Test
    void direct_firstMessage_roomAppearsToThePeerAndNobodyElseReadsIt() {
        try (WebProbe ann = server.guest("direct-ann");
                WebProbe bob = server.guest("direct-bob");
                WebProbe eve = server.guest("direct-eve")) {
            JsonNode room = ann.call("direct.open", Map.of("user", bob.userId()));
            String id = room.path("id").asText();
            ann.follow(id, 0L);
            ann.say(id, id(), "psst");
            JsonNode announced = bob.next("room");
            assertThat(announced.path("id").asText()).isEqualTo(id);
            assertThat(announced.path("peer").path("name").asText()).isEqualTo("direct-ann");
            assertThat(announced.path("labelReason").asText()).isEqualTo("GUEST");
            bob.follow(id, 0L);
            assertThat(bob.next("entry").path("text").asText()).isEqualTo("psst");
            for (String method : List.of("rooms.history", "messages.send")) {
                Map<String, Object> params =
                        method.endsWith("y") ? Map.of("room", id) : Map.of("room", id, "id", id(), "text", "x");
                assertThat(eve.fail(method, params).path("data").path("failure").asText())
                        .isEqualTo("NO_SUCH_ROOM");
            }
            assertThat(eve.fail("rooms.resume", Map.of("rooms", Map.of(id, 0)))
                            .path("data")
                            .path("failure")
                            .asText())
                    .isEqualTo("NO_SUCH_ROOM");
            assertThat(eve.pending("room")).isZero();
        }
    }

    @Test
    void logout_nameTakenByAnother_seesNothingOfTheEarlierOne() {
        try (WebProbe ann = server.guest("heir-ann");
                WebProbe bob = server.guest("heir-bob")) {
            String room = ann.call("direct.open", Map.of("name", "heir-bob"))
                    .path("id")
                    .asText();
            ann.say(room, id(), "for the first bob");
            bob.call("logout", Map.of());
            try (WebProbe second = server.browser()) {
                JsonNode login = second.login("heir-bob");
                assertThat(login.path("rooms")).hasSize(1);
                assertThat(login.path("user").path("id").asText()).isNotEqualTo(bob.userId());
                assertThat(second.fail("rooms.history", Map.of("room", room))
                                .path("data")
                                .path("failure")
                                .asText())
                        .isEqualTo("NO_SUCH_ROOM");
                assertThat(ann.fail("messages.send", Map.of("room", room, "id", id(), "text", "still there?"))
                                .path("data")
                                .path("failure")
                                .asText())
                        .isEqualTo("USER_GONE");
            }
        }
    }

    @Test
    void history_pagesBothWays_everyEntryOnce() {
        try (WebProbe ann = server.guest("pages-ann")) {
            String room = direct(ann, "pages-bob");
            for (int i = 1; i <= 25; i++) {
                ann.say(room, id(), "m" + i);
            }
            JsonNode newest = ann.call("rooms.history", Map.of("room", room, "limit", 10));
            assertThat(newest.path("entries").findValuesAsText("text"))
                    .startsWith("m16")
                    .endsWith("m25");
            JsonNode older = ann.call("rooms.history", Map.of("room", room, "before", 16, "limit", 10));
            assertThat(older.path("entries").findValuesAsText("text"))
                    .startsWith("m6")
                    .endsWith("m15");
            JsonNode newer = ann.call("rooms.history", Map.of("room", room, "after", 20, "limit", 10));
            assertThat(newer.path("entries").findValuesAsText("text"))
                    .containsExactly("m21", "m22", "m23", "m24", "m25");
        }
    }

    private static String direct(WebProbe from, String peer) {
        server.guest(peer);
        return from.call("direct.open", Map.of("name", peer)).path("id").asText();
    }

    @Test
    void badInput_isAnsweredByNameAndLosesNothing() {
        try (WebProbe ann = server.guest("bad-ann")) {
            ann.raw("{nonsense");
            assertThat(ann.next("an error", message -> message.has("error"))
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(-32700);
            ann.raw("[".repeat(5000));
            assertThat(ann.next("an error", message -> message.has("error"))
                            .path("error")
                            .path("code")
                            .asInt())
                    .isEqualTo(-32700);
            assertThat(ann.fail("rooms.destroy", Map.of()).path("code").asInt()).isEqualTo(-32601);
            JsonNode wrong = ann.fail("messages.send", Map.of("room", LOBBY, "id", "short", "text", "x"));
            assertThat(wrong.path("code").asInt()).isEqualTo(-32602);
            assertThat(wrong.path("message").asText())
                    .contains("id")
                    .contains("ULID")
                    .doesNotContain("chat.parley");
            assertThat(ann.fail("messages.send", Map.of("room", LOBBY, "id", id(), "text", "x".repeat(8001)))
                            .path("message")
                            .asText())
                    .contains("8000")
                    .contains("8001");
            assertThat(ann.say(LOBBY, id(), "still here").path("seq").asLong()).isPositive();
        }
    }

    @Test
    void beforeLogin_onlyHelloAndLoginAreAnswered() {
        try (WebProbe fresh = WebProbe.connect(server.webPort())) {
            assertThat(fresh.fail("login", Map.of("guest", "early"))
                            .path("data")
                            .path("failure")
                            .asText())
                    .isEqualTo("NOT_LOGGED_IN");
            fresh.hello();
            assertThat(fresh.fail("people.list", Map.of())
                            .path("data")
                            .path("failure")
                            .asText())
                    .isEqualTo("NOT_LOGGED_IN");
        }
    }

    @Test
    void upgrade_foreignOrigin_isRefused() {
        assertThatThrownBy(() -> WebProbe.connectFrom(server.webPort(), "https://evil.example"))
                .hasStackTraceContaining("403");
        WebProbe.connectFrom(server.webPort(), "http://127.0.0.1:" + server.webPort())
                .close();
    }

    @Test
    void tooLargeMessage_closesWithItsCode() {
        try (WebProbe ann = server.guest("large-ann")) {
            ann.request("messages.send", Map.of("room", LOBBY, "id", id(), "text", "x".repeat(100_000)));
            assertThat(ann.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void people_comeAndGo_othersAreTold() {
        try (WebProbe ann = server.guest("people-ann")) {
            WebProbe bob = server.guest("people-bob");
            assertThat(ann.next(
                                    "bob comes",
                                    message -> message.path("params")
                                            .path("name")
                                            .asText()
                                            .equals("people-bob"))
                            .path("params")
                            .path("online")
                            .asBoolean())
                    .isTrue();
            assertThat(ann.call("people.list", Map.of()).path("people").findValuesAsText("name"))
                    .contains("people-ann", "people-bob");
            bob.cut();
            assertThat(ann.next(
                                    "bob goes",
                                    message -> message.path("params")
                                            .path("name")
                                            .asText()
                                            .equals("people-bob"))
                            .path("params")
                            .path("online")
                            .asBoolean())
                    .isFalse();
        }
    }

    @Test
    void restart_acknowledgedMessagesAndGuestsAreKept() {
        try (TestServer first = TestServer.start()) {
            WebProbe ann = first.guest("kept-ann");
            ann.say(LOBBY, id(), "before the restart");
            first.stop();
            try (TestServer second = TestServer.over(first.folder());
                    WebProbe again = second.browser()) {
                JsonNode login = again.resumeSession(ann.token());
                assertThat(login.path("user").path("id").asText()).isEqualTo(ann.userId());
                again.follow(LOBBY, 0L);
                assertThat(again.next("entry").path("text").asText()).isEqualTo("before the restart");
            }
        }
    }

    @Test
    void stop_clientsAreToldWhenToComeBack() {
        TestServer stopping = TestServer.start();
        WebProbe ann = stopping.guest("stopped-ann");
        stopping.close();
        assertThat(ann.next("stopping").path("retryAfterSeconds").asInt()).isPositive();
        assertThat(ann.closeCode()).isEqualTo(1001);
    }
}
