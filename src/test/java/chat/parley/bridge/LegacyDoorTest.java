package chat.parley.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.MessageId;
import chat.parley.support.LegacyProbe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Python clients rely on, row by row, against a whole server. Files have a test of their own. */
class LegacyDoorTest {
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void login_freeName_isAnsweredByTheListOfThoseOnline() {
        try (LegacyProbe ann = server.legacy();
                LegacyProbe bob = server.legacy();
                WebProbe carol = server.guest("carol")) {
            assertThat(carol.userId()).isNotEmpty();
            assertThat(ann.login("ann")).isEqualTo("ann,carol");
            assertThat(bob.login("bob").split(",")).containsExactlyInAnyOrder("ann", "bob", "carol");
            JsonNode notice = ann.next("system", o -> o.get("message").asText().contains("joined"));
            assertThat(notice.get("message").asText()).isEqualTo("bob has joined the chat.");
            assertThat(notice.get("timestamp").asText()).matches("\\d\\d:\\d\\d:\\d\\d");
            assertThat(ann.notice("user_list:ann,bob")).isEqualTo("user_list:ann,bob,carol");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "taken",
                "Taken",
                "t\u0430ken",
                "a,b",
                "a:b",
                "server",
                "\u0455erver",
                "systern",
                "user_list",
                "",
                "x\u0007"
            })
    void login_nameThatMayNotBe_isRejectedAndClosed(String name) {
        try (LegacyProbe first = server.legacy("taken");
                LegacyProbe second = server.legacy()) {
            second.send(second.object("system").put("sender", name).put("message", "login_request"));
            assertThat(second.next("system").get("message").asText()).isEqualTo("username_rejected");
            assertThat(second.isClosedByServer()).isTrue();
            first.say("still here");
            assertThat(first.heard()).isEqualTo("still here");
        }
    }

    /** Its first reply is read with one receive, and header and token go through one lenient base64 decoder. */
    @Test
    void login_desktopClient_getsItsFirstReplyAloneAndDecodable() {
        try (LegacyProbe others = server.legacy("others");
                LegacyProbe gui = server.legacy()) {
            CompletableFuture<byte[]> oneReceive = CompletableFuture.supplyAsync(gui::receive);
            gui.send(gui.object("system").put("sender", "gui").put("message", "login_request"));
            others.notice("gui has joined");
            others.say("at once");
            others.heard();
            byte[] received = oneReceive.join();
            ByteArrayOutputStream alphabetOnly = new ByteArrayOutputStream();
            for (byte b : received) {
                if (b > 0 && (Character.isLetterOrDigit(b) || "-_=+/".indexOf(b) >= 0)) {
                    alphabetOnly.write(b);
                }
            }
            assertThat(received.length).isLessThanOrEqualTo(1400);
            assertThat(alphabetOnly.size()).isEqualTo(received.length - 4);
            JsonNode reply = gui.parse(alphabetOnly.toByteArray());
            assertThat(reply.get("message").asText()).isEqualTo("user_list:gui,others");
            assertThat(gui.heard()).as("what happened meanwhile is not lost").isEqualTo("at once");
        }
    }

    @Test
    void login_listTooLongForOneReceive_isFollowedByTheFullOne() {
        java.util.List<LegacyProbe> crowd = new java.util.ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                LegacyProbe one = server.legacy();
                one.send(one.object("system")
                        .put("sender", "a-rather-long-name-for-number-" + i)
                        .put("message", "login_request"));
                one.next("system");
                crowd.add(one);
            }
            LegacyProbe late = server.legacy();
            crowd.add(late);
            String first = late.login("zoe");
            assertThat(first).startsWith("zoe,a-rather");
            assertThat(first.split(",").length).isBetween(5, 35);
            JsonNode next = late.read();
            assertThat(next.get("message").asText())
                    .startsWith("user_list:a-rather")
                    .endsWith(",zoe");
            assertThat(next.get("message").asText().split(",")).hasSize(41);
        } finally {
            crowd.forEach(LegacyProbe::close);
        }
    }

    @Test
    void leave_politeOrNot_isToldToAllOthersAndFreesTheName() {
        try (LegacyProbe ann = server.legacy("ann")) {
            LegacyProbe bob = server.legacy("bob");
            bob.send(bob.object("system").put("message", "disconnect"));
            assertThat(bob.isClosedByServer()).isTrue();
            assertThat(ann.notice("left")).isEqualTo("bob has left the chat.");
            LegacyProbe again = server.legacy("bob");
            again.close();
            assertThat(ann.notice("left")).isEqualTo("bob has left the chat.");
            assertThat(ann.notice("user_list:ann")).isNotEmpty();
        }
    }

    @Test
    void public_anyone_reachesEverybodyWithTheSender() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe bob = server.legacy("bob");
                WebProbe carol = server.guest("carol")) {
            String text = "hello :rocket: \u00e4\u20ac\ud83d\ude80 \"quoted\"\n";
            ann.say(text);
            for (LegacyProbe one : new LegacyProbe[] {ann, bob}) {
                JsonNode heard = one.next("public");
                assertThat(heard.get("sender").asText()).isEqualTo("ann");
                assertThat(heard.get("message").asText()).isEqualTo(text);
                LocalTime time = LocalTime.parse(heard.get("timestamp").asText());
                assertThat(Math.abs(time.toSecondOfDay()
                                        - LocalTime.now(ZoneId.systemDefault()).toSecondOfDay())
                                % 86_390)
                        .isLessThan(10);
            }
            JsonNode entry = carol.next("entry");
            assertThat(entry.get("text").asText()).isEqualTo(text);
            assertThat(entry.get("sender").get("kind").asText()).isEqualTo("legacy");
            carol.say(WebProbe.LOBBY, MessageId.at(1).value(), "from the web");
            assertThat(bob.heard()).isEqualTo("from the web");
        }
    }

    /** More than may be on their way to the journal at once; what is not a message waits for those before it. */
    @Test
    void public_manyWithoutWaiting_areEchoedInOrderAndBeforeWhatFollows() {
        try (LegacyProbe ann = server.legacy("ann")) {
            for (int i = 0; i < 150; i++) {
                ann.say("m" + i);
            }
            ann.send(ann.object("private").put("receiver", "nobody").put("message", "hello"));
            for (int i = 0; i < 150; i++) {
                assertThat(ann.heard()).isEqualTo("m" + i);
            }
            assertThat(ann.notice("User")).isEqualTo("User 'nobody' not found.");
        }
    }

    @Test
    void public_escapedAndRawUtf8_areReadAlike() {
        try (LegacyProbe ann = server.legacy("ann")) {
            ann.sendText("{\"type\":\"public\",\"message\":\"\\ud83d\\ude80\\u00e4\"}");
            ann.sendText("{\"type\":\"public\",\"message\":\"\ud83d\ude80\u00e4\"}");
            assertThat(ann.heard()).isEqualTo("\ud83d\ude80\u00e4");
            byte[] token = ann.readToken();
            assertThat(ann.parse(token).get("message").asText()).isEqualTo("\ud83d\ude80\u00e4");
        }
    }

    @Test
    void public_senderOfSomebodyElse_isIgnored() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe bob = server.legacy("bob")) {
            bob.send(bob.object("public").put("sender", "ann").put("message", "I am ann"));
            assertThat(ann.next("public").get("sender").asText()).isEqualTo("bob");
        }
    }

    @Test
    void private_toOne_reachesOnlyThatOne() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe bob = server.legacy("bob");
                LegacyProbe eve = server.legacy("eve")) {
            ann.whisper("bob", "psst");
            JsonNode heard = bob.next("private");
            assertThat(heard.get("sender").asText()).isEqualTo("ann");
            assertThat(heard.get("receiver").asText()).isEqualTo("bob");
            assertThat(heard.get("message").asText()).isEqualTo("psst");
            bob.whisper("ann", "what?");
            assertThat(ann.next("private").get("message").asText()).isEqualTo("what?");
            ann.say("done");
            ann.heard();
            eve.heard();
            assertThat(eve.inbox()).noneMatch(o -> o.get("type").asText().equals("private"));
            assertThat(ann.inbox()).noneMatch(o -> o.get("type").asText().equals("private"));
        }
    }

    @Test
    void private_toABrowserAndBack_isOneConversation() {
        try (LegacyProbe ann = server.legacy("ann");
                WebProbe carol = server.guest("carol")) {
            ann.whisper("carol", "psst");
            JsonNode room = carol.next("room");
            String id = room.get("id").asText();
            carol.follow(id, 0L);
            assertThat(carol.next("entry").get("text").asText()).isEqualTo("psst");
            carol.say(id, MessageId.at(2).value(), "hey");
            assertThat(ann.next("private").get("message").asText()).isEqualTo("hey");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "", "a,b"})
    void private_toNobody_isANotice(String receiver) {
        try (LegacyProbe ann = server.legacy("ann")) {
            ann.whisper(receiver, "psst");
            assertThat(ann.notice("not found")).isEqualTo("User '" + receiver + "' not found.");
        }
    }

    @Test
    void private_toTheNextOwnerOfAName_saysNothingOfTheEarlierOne() {
        try (LegacyProbe ann = server.legacy("ann")) {
            LegacyProbe bob = server.legacy("bob");
            ann.whisper("bob", "secret");
            bob.next("private");
            bob.close();
            ann.notice("bob has left");
            try (LegacyProbe other = server.legacy("bob")) {
                ann.whisper("bob", "hello");
                assertThat(other.next("private").get("message").asText()).isEqualTo("hello");
                assertThat(other.inbox()).noneMatch(o -> o.toString().contains("secret"));
            }
        }
    }

    @Test
    void bare_inAFramedConnection_isAnsweredFramed() {
        try (LegacyProbe ann = server.legacy("ann")) {
            ann.raw(ann.token("{\"type\":\"file_download_request\",\"file_id\":\"nothing\"}"));
            assertThat(ann.notice("not found")).isEqualTo("File 'nothing' not found");
            ann.say("framed again");
            assertThat(ann.heard()).isEqualTo("framed again");
        }
    }

    @Test
    void bare_fromTheFirstBytes_isServedBareThroughout() {
        try (LegacyProbe old = server.legacy();
                LegacyProbe ann = server.legacy("ann")) {
            old.raw(old.token("{\"type\":\"system\",\"sender\":\"old\",\"message\":\"login_request\"}"));
            assertThat(old.readBare().get("message").asText()).isEqualTo("user_list:old,ann");
            ann.notice("old has joined");
            ann.say("hi");
            assertThat(old.readBare("public", "hi").get("sender").asText()).isEqualTo("ann");
            old.raw(old.token("{\"type\":\"public\",\"message\":\"ho\"}"));
            assertThat(old.readBare("public", "ho").get("sender").asText()).isEqualTo("old");
        }
    }

    @Test
    void bare_severalInOneReadAndOneInTwo_areAllAnswered() {
        try (LegacyProbe ann = server.legacy("ann")) {
            byte[] request = ann.token("{\"type\":\"public\",\"message\":\"one\"}");
            byte[] second = ann.token("{\"type\":\"public\",\"message\":\"two\"}");
            byte[] framed = ann.framed("{\"type\":\"public\",\"message\":\"three\"}");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(request);
            all.writeBytes(second);
            all.writeBytes(framed);
            byte[] bytes = all.toByteArray();
            ann.raw(java.util.Arrays.copyOf(bytes, 50));
            ann.raw(java.util.Arrays.copyOfRange(bytes, 50, bytes.length));
            assertThat(ann.heard()).isEqualTo("one");
            assertThat(ann.heard()).isEqualTo("two");
            assertThat(ann.heard()).isEqualTo("three");
        }
    }

    @Test
    void send_thenHangUpAtOnce_isNotLost() {
        try (LegacyProbe ann = server.legacy("ann")) {
            LegacyProbe bob = server.legacy("bob");
            for (int i = 0; i < 50; i++) {
                bob.say("last words " + i);
            }
            bob.hangUp();
            for (int i = 0; i < 50; i++) {
                assertThat(ann.heard()).isEqualTo("last words " + i);
            }
            ann.notice("bob has left");
            bob.close();
        }
    }

    @Test
    void receive_peerThatDoesNotRead_losesNothingAndKeepsNobodyWaiting() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe slow = LegacyProbe.narrow(server.legacyPort())) {
            slow.login("slow");
            String text = "x".repeat(4000);
            int count = 1500;
            for (int i = 0; i < count; i++) {
                ann.say(i + " " + text);
                assertThat(ann.heard()).startsWith(i + " ");
            }
            server.legacy("late").close();
            ann.notice("late has left");
            for (int i = 0; i < count; i++) {
                assertThat(slow.heard()).startsWith(i + " ");
            }
        }
    }

    @Test
    void public_tooLong_isANotice() {
        try (LegacyProbe ann = server.legacy("ann")) {
            ann.say("\ud83d\ude80".repeat(8000));
            assertThat(ann.heard()).hasSize(16_000);
            ann.say("x".repeat(8001));
            assertThat(ann.notice("not sent")).isEqualTo("Message not sent: it is longer than 8000 characters.");
            ann.say("x".repeat(300_000));
            assertThat(ann.notice("too long")).startsWith("That message is too long");
        }
    }

    // Hostile variants.

    /** Its queue is full, so that closing in good order would take for ever, and such connections would pile up. */
    @Test
    void close_peerThatDoesNotRead_isNotWaitedForLong() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe eve = LegacyProbe.narrow(server.legacyPort())) {
            eve.login("eve");
            String text = "x".repeat(8000);
            for (int batch = 0; batch < 70; batch++) {
                for (int i = 0; i < 10; i++) {
                    ann.say(text);
                }
                for (int i = 0; i < 10; i++) {
                    ann.heard();
                }
            }
            eve.raw(new byte[] {-1, -1, -1, -1});
            ann.notice("eve has left");
            assertThat(eve.isCutOff()).isTrue();
        }
    }

    @Test
    void login_keyNotConfigured_isWithTheOneMadeAtFirstStart() throws IOException {
        try (TestServer own = TestServer.start("legacy.key", "");
                LegacyProbe published = own.legacy()) {
            published.send(published.object("system").put("sender", "eve").put("message", "login_request"));
            assertThat(published.isClosedByServer()).isTrue();
            Path file = own.folder().resolve("legacy.key");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            String key = Files.readString(file).strip();
            try (LegacyProbe ann = own.legacy().withKey(key)) {
                assertThat(ann.login("ann")).isEqualTo("ann");
            }
            // Python's cryptography takes a key only with its padding
            assertThat(key).hasSize(44).endsWith("=");
        }
    }

    @Test
    void login_wrongKey_isClosedWithoutAWord() {
        try (LegacyProbe eve = server.legacy()) {
            eve.withKey("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
            eve.send(eve.object("system").put("sender", "eve").put("message", "login_request"));
            assertThat(eve.receive()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/////w==",
                "AAAAAA==",
                "AAAABEFBQUE=",
                "AAAAOGdBQUFBQUJB",
                "R0VUIC8gSFRUUC8xLjENCg0K",
                "Z0FBQWdB",
                "ABAAAA=="
            })
    void connect_lyingLengthsAndOtherProtocols_neverGetAnAnswer(String bytes) {
        try (LegacyProbe eve = server.legacy()) {
            eve.raw(Base64.getDecoder().decode(bytes));
            eve.hangUp();
            assertThat(eve.receive()).isEmpty();
        }
    }

    @Test
    void token_truncatedOrShort_closes() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe bob = server.legacy("bob")) {
            byte[] framed = ann.framed("{\"type\":\"public\",\"message\":\"one\"}");
            byte[] cut = java.util.Arrays.copyOf(framed, framed.length - 4);
            java.nio.ByteBuffer.wrap(cut).putInt(cut.length - 4);
            ann.raw(cut);
            assertThat(ann.isClosedByServer()).isTrue();
            bob.raw(new byte[] {0, 0, 0, 8, 'g', 'A', 'A', 'A', 'A', 'A', 'B', 'l'});
            assertThat(bob.isClosedByServer()).isTrue();
        }
    }

    @Test
    void bare_withoutEnd_closesAt64KiB() {
        try (LegacyProbe ann = server.legacy("ann")) {
            ann.raw(("gAAAAA" + "x".repeat(70_000)).getBytes(StandardCharsets.US_ASCII));
            assertThat(ann.isClosedByServer()).isTrue();
        }
    }

    @Test
    void frame_of4GBOrLargeBeforeLogin_closes() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe eve = server.legacy()) {
            ann.raw(new byte[] {-1, -1, -1, -1});
            assertThat(ann.isClosedByServer()).isTrue();
            eve.raw(new byte[] {0, 1, 0, 0});
            assertThat(eve.isClosedByServer()).isTrue();
        }
    }

    @Test
    void connect_halfAFrameThenHangUp_leavesNothing() {
        try (LegacyProbe ann = server.legacy("ann")) {
            LegacyProbe bob = server.legacy("bob");
            bob.raw(java.util.Arrays.copyOf(bob.framed("{\"type\":\"public\",\"message\":\"never\"}"), 60));
            bob.hangUp();
            ann.notice("bob has left");
            ann.say("after");
            assertThat(ann.heard()).isEqualTo("after");
            bob.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "[]", "null", "\"x\"", "{", "", "[[[[[[[[[["})
    void message_noObject_isANoticeAndNothingElse(String json) {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe eve = server.legacy()) {
            ann.sendText(json);
            assertThat(ann.notice("could not be read")).isNotEmpty();
            ann.sendText("{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}");
            assertThat(ann.notice("could not be read")).isNotEmpty();
            ann.say("alive");
            assertThat(ann.heard()).isEqualTo("alive");
            eve.sendText(json);
            assertThat(eve.receive()).isEmpty();
        }
    }

    @Test
    void message_membersOfOtherTypes_doNoHarm() {
        try (LegacyProbe ann = server.legacy("ann")) {
            ann.sendText("{\"type\":5}");
            ann.sendText("{\"type\":\"public\",\"message\":{\"a\":1}}");
            assertThat(ann.notice("not sent")).startsWith("Message not sent:");
            ann.sendText("{\"type\":\"file\",\"file_id\":[],\"receiver\":7}");
            ann.sendText("{\"type\":\"file_upload\",\"filename\":null,\"file_data\":5}");
            assertThat(ann.notice("failed to upload")).isEqualTo("Failed to upload file: it has no data");
            ann.sendText("{\"type\":\"public\",\"message\":\"half \\ud83d a pair\"}");
            assertThat(ann.heard()).doesNotContain("\ud83d").startsWith("half ");
        }
    }

    @Test
    void connect_withoutLogin_isClosedAfterAWhile() {
        try (TestServer hasty = TestServer.start("limits.loginTime", "1s");
                LegacyProbe eve = hasty.legacy()) {
            assertThat(eve.isClosedByServer()).isTrue();
        }
    }

    @Test
    void connect_moreThanAllowedFromOneAddress_isClosed() {
        try (TestServer small = TestServer.start("limits.connectionsPerAddress", "2");
                LegacyProbe one = small.legacy("one");
                LegacyProbe two = small.legacy("two");
                LegacyProbe three = small.legacy()) {
            assertThat(three.isClosedByServer()).isTrue();
            one.say("hello");
            assertThat(two.heard()).isEqualTo("hello");
        }
    }

    @Test
    void connect_andHangUpAtOnce_freesThePlace() {
        try (TestServer small = TestServer.start("limits.connectionsPerAddress", "50")) {
            for (int i = 0; i < 200; i++) {
                LegacyProbe brief = small.legacy();
                if (i % 2 == 0) {
                    brief.raw(new byte[] {0, 0});
                }
                brief.close();
                if (i % 20 == 19) {
                    small.legacy("caller" + i).close();
                }
            }
        }
    }

    @Test
    void login_raceForOneName_isWonByOne() {
        java.util.List<LegacyProbe> racers = new java.util.ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                racers.add(server.legacy());
            }
            racers.forEach(racer ->
                    racer.send(racer.object("system").put("sender", "one").put("message", "login_request")));
            assertThat(racers.stream()
                            .map(racer -> racer.read().get("message").asText())
                            .filter(answer -> answer.startsWith("user_list:")))
                    .hasSize(1);
        } finally {
            racers.forEach(LegacyProbe::close);
        }
    }

    @Test
    void people_inABrowser_areMarkedLegacy() {
        try (LegacyProbe ann = server.legacy("ann");
                WebProbe carol = server.guest("carol")) {
            ann.notice("carol has joined");
            assertThat(carol.call("people.list", Map.of()).toString()).contains("\"kind\":\"legacy\"");
        }
    }
}
