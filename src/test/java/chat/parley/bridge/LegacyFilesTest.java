package chat.parley.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.bus.Bus;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.UserId;
import chat.parley.support.LegacyProbe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upload, announcement and download as the Python clients do them, against a whole server. */
class LegacyFilesTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("legacy.maxFile", "3MB");
    }

    @BeforeEach
    void nobodyOfTheTestBefore() {
        server.awaitNobody();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 47, 4096, 65_535, 65_536, 65_537, 200_000, 2_999_999})
    void upload_anySize_comesBackTheSame(int size) {
        String file = "f" + size + ".bin";
        String id = "12-02-01_" + file;
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe bob = server.legacy("bob")) {
            assertThat(ann.upload(file, bytes(size))).isEqualTo("File '" + file + "' uploaded successfully");
            ann.announce(id, file, "");
            JsonNode announced = bob.next("file");
            assertThat(announced.get("sender").asText()).isEqualTo("ann");
            assertThat(announced.get("message").asText()).isEqualTo(file);
            assertThat(announced.get("file_id").asText()).isEqualTo(id);
            assertThat(announced.get("file_size").asLong()).isEqualTo(size);
            assertThat(announced.get("receiver").asText()).isEmpty();
            bob.request(id);
            JsonNode download = bob.next("file_download");
            assertThat(download.get("sender").asText()).isEqualTo("server");
            assertThat(download.get("message").asText()).isEqualTo(file);
            assertThat(Base64.getDecoder().decode(download.get("file_data").asText()))
                    .isEqualTo(bytes(size));
            assertThat(ann.download(id)).isEqualTo(bytes(size));
            ann.say("end " + size);
            ann.next("public");
            assertThat(ann.inbox())
                    .as("not echoed")
                    .noneMatch(o -> o.get("type").asText().equals("file"));
        }
    }

    /** The next frames follow right behind, in the same packets. */
    @Test
    void upload_announcementAndMessageRightBehind_areTakenInOrder() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe bob = server.legacy("bob")) {
            ann.sendUpload("quick.bin", bytes(150_000));
            ann.announce("12-02-01_quick.bin", "quick.bin", "");
            ann.say("there it is");
            assertThat(bob.next("file").get("file_id").asText()).isEqualTo("12-02-01_quick.bin");
            assertThat(bob.heard()).isEqualTo("there it is");
        }
    }

    @Test
    void upload_dataFirstInTheObject_isTaken() {
        try (LegacyProbe ann = server.legacy("ann")) {
            String data = Base64.getEncoder().encodeToString(bytes(100_000));
            ann.sendText("{\"file_data\":\"" + data
                    + "\",\"timestamp\":\"01:02:03\",\"filename\":\"first.bin\",\"type\":\"file_upload\"}");
            assertThat(ann.notice("file")).isEqualTo("File 'first.bin' uploaded successfully");
            assertThat(ann.download("01-02-03_first.bin")).isEqualTo(bytes(100_000));
        }
    }

    @Test
    void announce_toOne_isForThatOneOnly() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe bob = server.legacy("bob");
                LegacyProbe eve = server.legacy("eve")) {
            ann.upload("secret.txt", bytes(10));
            ann.announce("12-02-01_secret.txt", "secret.txt", "bob");
            JsonNode announced = bob.next("file");
            assertThat(announced.get("receiver").asText()).isEqualTo("bob");
            assertThat(bob.download(announced.get("file_id").asText())).isEqualTo(bytes(10));
            eve.request("12-02-01_secret.txt");
            assertThat(eve.notice("not found")).isEqualTo("File '12-02-01_secret.txt' not found");
            assertThat(eve.inbox()).noneMatch(o -> o.get("type").asText().equals("file"));
        }
    }

    @Test
    void announce_toNobody_isANotice() {
        try (LegacyProbe ann = server.legacy("ann")) {
            ann.upload("lost.txt", bytes(10));
            ann.announce("12-02-01_lost.txt", "lost.txt", "nobody");
            assertThat(ann.notice("not found")).isEqualTo("User 'nobody' not found.");
        }
    }

    @Test
    void announce_sameIdFromTwoInOneSecond_keepsBothReachable() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe bob = server.legacy("bob");
                LegacyProbe carol = server.legacy("carol")) {
            String id = "12-02-01_same.txt";
            ann.upload("same.txt", bytes(11));
            bob.upload("same.txt", bytes(12));
            ann.announce(id, "same.txt", "");
            String annsId = carol.next("file").get("file_id").asText();
            bob.announce(id, "same.txt", "");
            String bobsId = carol.next("file").get("file_id").asText();
            assertThat(annsId).isNotEqualTo(bobsId);
            assertThat(carol.download(annsId)).isEqualTo(bytes(11));
            assertThat(carol.download(bobsId)).isEqualTo(bytes(12));
            assertThat(bob.download(annsId)).isEqualTo(bytes(11));
            assertThat(ann.download(bobsId)).isEqualTo(bytes(12));
            assertThat(ann.download(id)).isEqualTo(bytes(11));
        }
    }

    @Test
    void announce_sameIdOneAfterTheOther_keepsBothReachable() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe bob = server.legacy("bob")) {
            String id = "12-02-01_turns.txt";
            ann.upload("turns.txt", bytes(21));
            ann.announce(id, "turns.txt", "");
            String annsId = bob.next("file").get("file_id").asText();
            bob.upload("turns.txt", bytes(22));
            bob.announce(id, "turns.txt", "");
            String bobsId = ann.next("file").get("file_id").asText();
            assertThat(annsId).isEqualTo(id);
            assertThat(bob.download(annsId)).isEqualTo(bytes(21));
            assertThat(ann.download(bobsId)).isEqualTo(bytes(22));
        }
    }

    @Test
    void announce_somebodyElsesUpload_isNotFound() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe eve = server.legacy("eve")) {
            ann.upload("mine.txt", bytes(10));
            eve.announce("12-02-01_mine.txt", "mine.txt", "");
            assertThat(eve.notice("not found")).isEqualTo("File '12-02-01_mine.txt' not found");
            eve.request("12-02-01_mine.txt");
            assertThat(eve.notice("not found")).isEqualTo("File '12-02-01_mine.txt' not found");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "/etc/passwd", "", "00000000000000000000000000", "\u0000"})
    void download_idThatIsAPath_isNotFound(String id) {
        try (LegacyProbe eve = server.legacy("eve")) {
            eve.request(id);
            assertThat(eve.notice("not found")).isEqualTo("File '" + id + "' not found");
        }
    }

    @Test
    void upload_nameThatIsAPath_isStoredUnderItsLastName() throws IOException {
        try (LegacyProbe eve = server.legacy("eve");
                LegacyProbe bob = server.legacy("bob")) {
            assertThat(eve.upload("../../../../tmp/evil.txt", bytes(10)))
                    .isEqualTo("File 'evil.txt' uploaded successfully");
            eve.announce("12-02-01_../../../../tmp/evil.txt", "../../../../tmp/evil.txt", "");
            JsonNode announced = bob.next("file");
            assertThat(announced.get("message").asText()).isEqualTo("evil.txt");
            assertThat(bob.download(announced.get("file_id").asText())).isEqualTo(bytes(10));
            try (Stream<Path> stored = Files.walk(server.folder())) {
                assertThat(stored.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("evil"));
            }
        }
    }

    @Test
    void upload_tooLarge_isANoticeAndTheConnectionLives() {
        try (LegacyProbe ann = server.legacy("ann")) {
            assertThat(ann.upload("large.bin", bytes(3_000_001)))
                    .isEqualTo("Failed to upload file: it is larger than 3MB");
            ann.say("alive");
            assertThat(ann.heard()).isEqualTo("alive");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%b=", "YQ", "YQ==YQ==", "Y"})
    void upload_noBase64_isANotice(String data) {
        try (LegacyProbe ann = server.legacy("ann")) {
            ann.send(ann.object("file_upload").put("filename", "x.txt").put("file_data", data));
            assertThat(ann.notice("failed")).isEqualTo("Failed to upload file: its data is not base64");
        }
    }

    /** Nothing of an upload may be seen before its HMAC held. */
    @Test
    void upload_lastByteOfTheTokenChanged_closesAndLeavesNothing() throws IOException {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe eve = server.legacy("eve")) {
            byte[] frame = eve.framed(eve.object("file_upload")
                    .put("filename", "forged.txt")
                    .put("file_data", Base64.getEncoder().encodeToString(bytes(300_000)))
                    .toString());
            frame[frame.length - 10] ^= 1;
            eve.raw(frame);
            assertThat(eve.isClosedByServer()).isTrue();
            ann.notice("eve has left");
            ann.request("12-02-01_forged.txt");
            assertThat(ann.notice("not found")).isNotEmpty();
        }
    }

    @Test
    void upload_halfThenHangUp_leavesNothing() {
        try (LegacyProbe ann = server.legacy("ann")) {
            LegacyProbe eve = server.legacy("eve");
            byte[] frame = eve.framed(eve.object("file_upload")
                    .put("filename", "half.txt")
                    .put("file_data", Base64.getEncoder().encodeToString(bytes(300_000)))
                    .toString());
            eve.raw(Arrays.copyOf(frame, frame.length / 2));
            eve.close();
            ann.notice("eve has left");
            ann.request("12-02-01_half.txt");
            assertThat(ann.notice("not found")).isNotEmpty();
        }
    }

    @Test
    void download_bareRequest_isAnsweredFramed() {
        try (LegacyProbe ann = server.legacy("ann")) {
            ann.upload("preview.png", bytes(100_000));
            ann.raw(ann.token("{\"type\":\"file_download_request\",\"file_id\":\"12-02-01_preview.png\"}"));
            assertThat(Base64.getDecoder()
                            .decode(ann.next("file_download").get("file_data").asText()))
                    .isEqualTo(bytes(100_000));
        }
    }

    @Test
    void download_bareConnection_isAnsweredBare() {
        try (LegacyProbe old = server.legacy()) {
            old.raw(old.token("{\"type\":\"system\",\"sender\":\"old\",\"message\":\"login_request\"}"));
            old.readBare();
            String data = Base64.getEncoder().encodeToString(bytes(20_000));
            old.raw(old.token(
                    "{\"type\":\"file_upload\",\"timestamp\":\"1:2:3\",\"filename\":\"old.bin\",\"file_data\":\"" + data
                            + "\"}"));
            old.readBare("system", "File 'old.bin' uploaded successfully");
            old.raw(old.token("{\"type\":\"file_download_request\",\"file_id\":\"1-2-3_old.bin\"}"));
            assertThat(old.readBare("file_download", "old.bin").get("file_data").asText())
                    .isEqualTo(data);
        }
    }

    /** A download goes no faster than it is read, and what is said meanwhile follows it. */
    @Test
    void download_whileOthersTalk_isOneFrameAndNothingIsLost() {
        try (LegacyProbe ann = server.legacy("ann");
                LegacyProbe slow = LegacyProbe.narrow(server.legacyPort())) {
            slow.login("slow");
            ann.upload("big.bin", bytes(2_900_000));
            ann.announce("12-02-01_big.bin", "big.bin", "");
            slow.next("file");
            slow.request("12-02-01_big.bin");
            for (int i = 0; i < 300; i++) {
                ann.say("meanwhile " + i);
                ann.heard();
            }
            assertThat(Base64.getDecoder()
                            .decode(slow.next("file_download").get("file_data").asText()))
                    .isEqualTo(bytes(2_900_000));
            for (int i = 0; i < 300; i++) {
                assertThat(slow.heard()).isEqualTo("meanwhile " + i);
            }
        }
    }

    @Test
    void upload_manyAtOnce_allComeBack() {
        List<LegacyProbe> many = Stream.of("u1", "u2", "u3", "u4", "u5", "u6")
                .map(server::legacy)
                .toList();
        try {
            many.parallelStream().forEach(one -> one.upload("many.bin", bytes(1_000_000 + many.indexOf(one))));
            for (LegacyProbe one : many) {
                assertThat(one.download("12-02-01_many.bin")).isEqualTo(bytes(1_000_000 + many.indexOf(one)));
            }
        } finally {
            many.forEach(LegacyProbe::close);
        }
    }

    private static FileId stored(UserId owner, String name, byte[] content) {
        Bus bus = new Bus(server.vertx());
        FileId id = TestServer.await(bus.ask(
                        chat.parley.bus.Files.CREATE,
                        new chat.parley.bus.Files.Create(owner, name, "image/png", (long) content.length)))
                .id();
        TestServer.await(bus.ask(
                chat.parley.bus.Files.WRITE,
                new chat.parley.bus.Files.Write(id, owner, 0, 0, new chat.parley.bus.Files.Bytes(content))));
        TestServer.await(
                bus.ask(chat.parley.bus.Files.FINISH, new chat.parley.bus.Files.Finish(id, owner, null, null)));
        return id;
    }

    /** A message from a browser can have a text and files: legacy clients are told of each. */
    @Test
    void receive_textWithFilesFromABrowser_areAMessageAndAnnouncements() {
        try (LegacyProbe ann = server.legacy("ann");
                WebProbe carol = server.guest("carol1")) {
            UserId owner = new UserId(carol.userId());
            FileId one = stored(owner, "one.png", bytes(101));
            FileId two = stored(owner, "two.png", bytes(102));
            carol.call(
                    "messages.send",
                    Map.of(
                            "room",
                            WebProbe.LOBBY,
                            "id",
                            MessageId.at(3).value(),
                            "text",
                            "look",
                            "files",
                            List.of(one.value(), two.value())));
            assertThat(ann.heard()).isEqualTo("look");
            assertThat(ann.next("file").get("message").asText()).isEqualTo("one.png");
            JsonNode second = ann.next("file");
            assertThat(second.get("message").asText()).isEqualTo("two.png");
            assertThat(second.get("sender").asText()).isEqualTo("carol1");
            assertThat(ann.download(one.value())).isEqualTo(bytes(101));
            assertThat(ann.download(second.get("file_id").asText())).isEqualTo(bytes(102));
        }
    }

    @Test
    void download_largerThanTheDoorTakes_isANotice() {
        try (LegacyProbe ann = server.legacy("ann");
                WebProbe carol = server.guest("carol3")) {
            UserId owner = new UserId(carol.userId());
            Bus bus = new Bus(server.vertx());
            FileId id = TestServer.await(bus.ask(
                            chat.parley.bus.Files.CREATE,
                            new chat.parley.bus.Files.Create(owner, "huge.bin", "", null)))
                    .id();
            for (int i = 0; i < 50; i++) {
                TestServer.await(bus.ask(
                        chat.parley.bus.Files.WRITE,
                        new chat.parley.bus.Files.Write(
                                id, owner, 0, i * 65_536L, new chat.parley.bus.Files.Bytes(new byte[65_536]))));
            }
            TestServer.await(
                    bus.ask(chat.parley.bus.Files.FINISH, new chat.parley.bus.Files.Finish(id, owner, null, null)));
            carol.call(
                    "messages.send",
                    Map.of(
                            "room",
                            WebProbe.LOBBY,
                            "id",
                            MessageId.at(4).value(),
                            "text",
                            "",
                            "files",
                            List.of(id.value())));
            ann.request(ann.next("file").get("file_id").asText());
            assertThat(ann.notice("too large"))
                    .isEqualTo("File 'huge.bin' is too large for this client: more than 3MB.");
        }
    }

    @Test
    void download_unsharedFileOfABrowser_isNotFound() {
        try (LegacyProbe eve = server.legacy("eve");
                WebProbe carol = server.guest("carol2")) {
            FileId id = stored(new UserId(carol.userId()), "own.png", bytes(10));
            eve.request(id.value());
            assertThat(eve.notice("not found")).isEqualTo("File '" + id + "' not found");
        }
    }

    @Test
    void upload_upToTheLimit_isTakenAndNotOneByteMore() {
        try (TestServer small = TestServer.start("legacy.maxFile", "1kB");
                LegacyProbe ann = small.legacy("ann")) {
            assertThat(ann.upload("fits.bin", bytes(1000))).endsWith("uploaded successfully");
            assertThat(ann.download("12-02-01_fits.bin")).hasSize(1000);
            assertThat(ann.upload("not.bin", bytes(1001))).isEqualTo("Failed to upload file: it is larger than 1kB");
        }
    }
}
