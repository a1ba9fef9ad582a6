package chat.parley.bridge;

import static chat.parley.support.WebProbe.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.model.MessageId;
import chat.parley.support.HttpProbe;
import chat.parley.support.TcpProbe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a single client can ask for, and that going over it is answered with the number. */
class LimitsTest {
    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }

    private static JsonNode failure(JsonNode error, String code, String number) {
        assertThat(error.path("data").path("failure").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).contains(number);
        return error;
    }

    @Test
    void connections_moreThanAllowedInAll_areToldTheNumber() throws Exception {
        try (TestServer server = TestServer.start("limits.connections", "2");
                WebProbe one = server.browser();
                TcpProbe two = TcpProbe.connect(server.tcpPort())) {
            two.hello();
            try (WebProbe web = WebProbe.connect(server.webPort());
                    TcpProbe tcp = TcpProbe.connect(server.tcpPort());
                    HttpProbe http = HttpProbe.connect(server.webPort())) {
                assertThat(web.closeCode()).isEqualTo(1013);
                failure(
                        tcp.next("an error", message -> message.has("error")).path("error"),
                        "TOO_MANY",
                        "2 connections");
                assertThat(http.isClosedByServer()).isTrue();
            }
            assertThat(one.call("ping", Map.of()).has("time")).isTrue();
        }
    }

    @Test
    void connectionsPerAddress_httpThatAsksNothing_countsAndIsFreedAgain() throws Exception {
        try (TestServer server = TestServer.start("limits.connectionsPerAddress", "3");
                HttpProbe one = HttpProbe.connect(server.webPort());
                HttpProbe two = HttpProbe.connect(server.webPort());
                WebProbe three = server.browser()) {
            assertThat(one.get("/health/live", "Host: localhost").status()).isEqualTo(200);
            assertThat(two.get("/health/live", "Host: localhost").status()).isEqualTo(200);
            try (WebProbe four = WebProbe.connect(server.webPort());
                    HttpProbe five = HttpProbe.connect(server.webPort())) {
                assertThat(four.closeCode()).isEqualTo(1013);
                assertThat(five.isClosedByServer()).isTrue();
            }
            one.cut();
            try (HttpProbe six = eventually(server)) {
                assertThat(six.get("/health/live", "Host: localhost").status()).isEqualTo(200);
                assertThat(three.call("ping", Map.of()).has("time")).isTrue();
            }
        }
    }

    /** A connection that is served, once the place of the one that left is free. */
    private static HttpProbe eventually(TestServer server) throws Exception {
        for (int attempt = 0; attempt < 100; attempt++) {
            HttpProbe probe = HttpProbe.connect(server.webPort());
            try {
                if (probe.get("/health/live", "Host: localhost").status() == 200) {
                    return probe;
                }
            } catch (java.io.IOException e) {
                // closed: still too many
            }
            probe.cut();
        }
        throw new AssertionError("The place was not freed");
    }

    /** Slowloris and half-open floods: none of these ever asks for anything whole. */
    @ParameterizedTest
    @ValueSource(strings = {"", "GET", "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "})
    void loginTime_requestThatNeverBecomesWhole_isClosed(String begun) throws Exception {
        try (TestServer server = TestServer.start("limits.loginTime", "1s");
                HttpProbe slow = HttpProbe.connect(server.webPort())) {
            slow.send(begun);
            assertThat(slow.isClosedByServer()).isTrue();
        }
    }

    @Test
    void loginTime_tlsHandshakeThatNeverEnds_isClosedAtBothDoors() {
        try (TestServer server = TestServer.start("limits.loginTime", "1s", "web.tls", "ca");
                HttpProbe web = HttpProbe.connect(server.webPort());
                HttpProbe tcp = HttpProbe.connect(server.tcpPort())) {
            assertThat(web.isClosedByServer()).isTrue();
            assertThat(tcp.isClosedByServer()).isTrue();
        }
    }

    @Test
    void loginTime_greetedButNotLoggedIn_isClosedAtBothDoors() {
        try (TestServer server = TestServer.start("limits.loginTime", "1s");
                WebProbe web = server.browser();
                TcpProbe tcp = TcpProbe.connect(server.tcpPort());
                WebProbe in = server.guest("in-time")) {
            tcp.hello();
            assertThat(web.closeCode()).isEqualTo(1008);
            assertThat(tcp.closeCode()).isEqualTo(1006);
            assertThat(in.call("ping", Map.of()).has("time")).isTrue();
        }
    }

    @Test
    void idleTime_silentClient_isClosedAndOneThatPongsIsNot() {
        try (TestServer server = TestServer.start("limits.idleTime", "5s");
                TcpProbe silent = TcpProbe.connect(server.tcpPort());
                WebProbe answering = server.guest("pongs")) {
            silent.hello();
            silent.login("silent");
            assertThat(silent.closeCode()).isEqualTo(1006);
            assertThat(answering.call("ping", Map.of()).has("time")).isTrue();
        }
    }

    @Test
    void idleTime_httpConnectionThatAsksNothingMore_isClosed() throws Exception {
        try (TestServer server = TestServer.start("limits.idleTime", "5s");
                HttpProbe client = HttpProbe.connect(server.webPort())) {
            assertThat(client.get("/health/live", "Host: localhost").status()).isEqualTo(200);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void loginsPerMinute_failedOnesToo_areRefusedWithTheNumber() {
        try (TestServer server = TestServer.start("limits.loginsPerMinute", "3")) {
            for (int i = 0; i < 3; i++) {
                try (WebProbe probe = server.browser()) {
                    assertThat(probe.fail("login", Map.of("token", "nonsense" + i))
                                    .path("code")
                                    .asInt())
                            .isNotZero();
                }
            }
            try (WebProbe probe = server.browser()) {
                failure(probe.fail("login", Map.of("guest", "fourth")), "RATE_LIMITED", "3 a minute");
            }
        }
    }

    @Test
    void passwordsPerMinute_wrongOnesForOneName_areRefusedWithTheNumber() {
        try (TestServer server = TestServer.start("limits.passwordsPerMinute", "2");
                WebProbe eve = server.browser()) {
            Map<String, String> guess = Map.of("name", "nobody", "password", "wrong password");
            for (int i = 0; i < 2; i++) {
                failure(eve.fail("login", guess), "BAD_PASSWORD_OR_NAME", "");
            }
            failure(eve.fail("login", guess), "RATE_LIMITED", "2 a minute");
        }
    }

    @Test
    void accountsPerHour_more_areRefusedWithTheNumber() {
        try (TestServer server = TestServer.start("limits.accountsPerHour", "1", "users.registration", "open");
                WebProbe one = server.browser();
                WebProbe two = server.browser()) {
            one.call("register", Map.of("name", "first-account", "password", "correct horse battery"));
            JsonNode error =
                    two.fail("register", Map.of("name", "second-account", "password", "correct horse battery"));
            failure(error, "RATE_LIMITED", "1 an hour");
        }
    }

    @Test
    void messagesPerSecond_afterABurstOfTen_isRefusedWithTheNumber() {
        try (TestServer server = TestServer.start("limits.messagesPerSecond", "1");
                WebProbe ann = server.guest("flood")) {
            List<Integer> requests = IntStream.range(0, 40)
                    .map(i -> ann.request("messages.send", Map.of("room", LOBBY, "id", id(), "text", "m" + i)))
                    .boxed()
                    .toList();
            List<JsonNode> refused = new ArrayList<>();
            for (int request : requests) {
                JsonNode answer = ann.answer(request);
                if (answer.has("error")) {
                    refused.add(answer.get("error"));
                }
            }
            assertThat(refused).isNotEmpty().hasSizeLessThanOrEqualTo(30);
            refused.forEach(error -> failure(error, "RATE_LIMITED", "1 a second"));
        }
    }

    @Test
    void messagesPerSecondPerAddress_overManySessions_areRefusedWithTheNumber() {
        List<WebProbe> crowd = new ArrayList<>();
        try (TestServer server =
                TestServer.start("limits.messagesPerSecond", "1", "limits.messagesPerSecondPerAddress", "1")) {
            // One more than there are event loops: two share one, and each says less than it may alone
            for (int i = 0; i <= Math.max(2, Runtime.getRuntime().availableProcessors()); i++) {
                crowd.add(server.guest("crowd-" + i));
            }
            List<String> refusals = new ArrayList<>();
            for (WebProbe each : crowd) {
                for (int i = 0; i < 9; i++) {
                    JsonNode answer = each.answer(
                            each.request("messages.send", Map.of("room", LOBBY, "id", id(), "text", "m" + i)));
                    if (answer.has("error")) {
                        refusals.add(answer.path("error").path("message").asText());
                    }
                }
            }
            assertThat(refusals)
                    .isNotEmpty()
                    .allSatisfy(refusal -> assertThat(refusal).contains("from your address: 1 a second"));
            crowd.forEach(WebProbe::close);
        }
    }

    @Test
    void rooms_moreThanOnePersonMayHave_areRefusedWithTheNumber() {
        try (TestServer server = TestServer.start(
                        "rooms.create",
                        "everybody",
                        "rooms.perUser",
                        "1",
                        "rooms.directPerUser",
                        "1",
                        "rooms.members",
                        "1");
                WebProbe ann = server.guest("ann");
                WebProbe bob = server.guest("bob");
                WebProbe cid = server.guest("cid")) {
            String room = ann.call("rooms.create", Map.of("id", id(), "name", "One", "kind", "public"))
                    .path("id")
                    .asText();
            failure(ann.fail("rooms.create", Map.of("id", id(), "name", "Two", "kind", "public")), "TOO_MANY", "1");
            failure(bob.fail("rooms.join", Map.of("room", room)), "TOO_MANY", "1");
            String direct = ann.call("direct.open", Map.of("user", bob.userId()))
                    .path("id")
                    .asText();
            ann.say(direct, id(), "hello");
            failure(ann.fail("direct.open", Map.of("user", cid.userId())), "TOO_MANY", "1");
        }
    }

    @Test
    void filesPerMessage_more_areRefusedWithTheNumber() {
        try (TestServer server = TestServer.start("limits.filesPerMessage", "2");
                WebProbe ann = server.guest("files")) {
            List<String> files = List.of("a".repeat(26), "b".repeat(26), "c".repeat(26));
            JsonNode error = ann.fail("messages.send", Map.of("room", LOBBY, "id", id(), "text", "x", "files", files));
            assertThat(error.path("message").asText()).contains("2");
        }
    }

    @Test
    void historyPage_largerOne_isNotGiven() {
        try (TestServer server = TestServer.start("limits.historyPage", "5");
                WebProbe ann = server.guest("pages")) {
            for (int i = 0; i < 8; i++) {
                ann.say(LOBBY, id(), "m" + i);
            }
            JsonNode error = ann.fail("rooms.history", Map.of("room", LOBBY, "limit", 6));
            assertThat(error.path("message").asText()).contains("5");
            assertThat(ann.call("rooms.history", Map.of("room", LOBBY)).path("entries"))
                    .hasSize(5);
        }
    }

    @Test
    void requestsWaiting_more_areReadLaterAndAllAnswered() {
        try (TestServer server = TestServer.start("limits.requestsWaiting", "2");
                WebProbe ann = server.guest("eager")) {
            List<Integer> requests = IntStream.range(0, 100)
                    .map(i -> ann.request("messages.send", Map.of("room", LOBBY, "id", id(), "text", "m" + i)))
                    .boxed()
                    .toList();
            for (int request : requests) {
                assertThat(ann.answer(request).path("result").path("seq").asLong())
                        .isPositive();
            }
        }
    }

    @Test
    void headers_largerThanAllowed_areRefused() throws Exception {
        try (TestServer server = TestServer.start();
                HttpProbe client = HttpProbe.connect(server.webPort())) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(431);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void tls_olderThan12_isNotSpoken() throws Exception {
        try (TestServer server = TestServer.start("web.tls", "ca")) {
            SSLContext trust = HttpProbe.trusting(server.folder().resolve("ca/ca.crt"));
            try (HttpProbe plain = HttpProbe.connect(server.webPort())) {
                plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); // no TLS at all
                assertThat(plain.isClosedByServer()).isTrue();
            }
            try (HttpProbe tls = HttpProbe.connect(server.webPort(), trust)) {
                assertThat(tls.get("/health/live", "Host: localhost").status()).isEqualTo(200);
            }
            assertThatThrownBy(() -> HttpProbe.connect(server.webPort(), trust, "TLSv1.1"))
                    .isInstanceOf(java.io.IOException.class);
        }
    }
}
