package chat.parley.storage;

import static chat.parley.support.WebProbe.LOBBY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.model.MessageId;
import chat.parley.support.LegacyProbe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }

    private static Path store(Path data) {
        return data.resolve("file-store");
    }

    private Manifest backup(Path data, Path target) throws Exception {
        return new Backup(data, store(data), "parley/test").to(target, NOW);
    }

    private Manifest restore(Path source, Path data, boolean overwrite) throws Exception {
        return new Restore(source).into(data, store(data), overwrite, NOW);
    }

    /** Somebody who talks and shares files until told to stop; what was acknowledged, by sequence number. */
    private static final class Traffic implements Runnable {
        final CountDownLatch begun = new CountDownLatch(20);
        final AtomicBoolean stop = new AtomicBoolean();
        final List<String> acknowledged = new CopyOnWriteArrayList<>();
        private final WebProbe speaker;
        private final LegacyProbe sharer;

        Traffic(WebProbe speaker, LegacyProbe sharer) {
            this.speaker = speaker;
            this.sharer = sharer;
        }

        @Override
        public void run() {
            for (int i = 0; !stop.get(); i++) {
                String text = "message " + i;
                long seq = speaker.say(LOBBY, id(), text).path("seq").asLong();
                acknowledged.add(seq + " " + text);
                if (i % 5 == 0) {
                    sharer.upload(
                            "file" + i + ".txt", ("content " + i).repeat(1000).getBytes(UTF_8));
                }
                begun.countDown();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.zip"})
    void backup_duringTraffic_restoresToOneMomentWithEverythingInIt(String name) throws Exception {
        Path target = folder.resolve(name);
        String token;
        List<String> before;
        int during;
        try (TestServer server = TestServer.start("web.tls", "none");
                WebProbe ann = server.guest("backup-ann");
                LegacyProbe lee = server.legacy("backup-lee")) {
            token = ann.token();
            Traffic traffic = new Traffic(ann, lee);
            Thread talking = new Thread(traffic, "traffic");
            talking.start();
            traffic.begun.await();
            before = List.copyOf(traffic.acknowledged);
            backup(server.folder(), target);
            traffic.stop.set(true);
            talking.join();
            during = traffic.acknowledged.size();
            assertThat(Files.readAllBytes(server.folder().resolve("token.key"))).isNotEmpty();
        }
        Path restored = folder.resolve("restored");
        restore(target, restored, false);
        try (TestServer server = TestServer.over(restored);
                WebProbe ann = server.browser();
                LegacyProbe lee = server.legacy("backup-lee2")) {
            ann.resumeSession(token);
            long last =
                    ann.follow(LOBBY, 0L).path("rooms").path(LOBBY).path("last").asLong();
            List<String> found = new ArrayList<>();
            for (long seq = 1; seq <= last; seq++) {
                JsonNode entry = ann.next("entry");
                assertThat(entry.path("seq").asLong()).isEqualTo(seq);
                found.add(seq + " " + entry.path("text").asText());
            }
            assertThat(found).containsAll(before).hasSizeLessThanOrEqualTo(during);
            ann.say(LOBBY, id(), "life goes on");
            assertThat(ann.next("entry").path("seq").asLong()).isEqualTo(last + 1);
            lee.say("me too");
            assertThat(ann.next("entry").path("text").asText()).isEqualTo("me too");
        }
        everyFileOfADatabaseRowIsThere(restored);
    }

    private static void everyFileOfADatabaseRowIsThere(Path data) throws Exception {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + data.resolve("files.db"));
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT id, size FROM file WHERE finished IS NOT NULL")) {
            int count = 0;
            while (rows.next()) {
                String id = rows.getString(1);
                Path blob = store(data)
                        .resolve(id.substring(0, 2))
                        .resolve(id.substring(2, 4))
                        .resolve(id);
                assertThat(blob).hasSize(rows.getLong(2));
                count++;
            }
            assertThat(count).isPositive();
        }
    }

    @Test
    void backup_ofAStoppedServer_isItsOwnersAloneAndHoldsKeysAndCertificates() throws Exception {
        Path data;
        try (TestServer server = TestServer.start("web.tls", "ca")) {
            data = server.folder();
        }
        Path target = folder.resolve("b");
        Manifest manifest = backup(data, target);
        assertThat(manifest.items())
                .extracting(Manifest.Item::path)
                .contains(
                        "data/users.db",
                        "data/journal.db",
                        "data/files.db",
                        "data/token.key",
                        "data/tcp.crt",
                        "data/tcp.key",
                        "data/ca/ca.crt",
                        "data/ca/ca.key",
                        "data/ca/web.key")
                .noneMatch(path -> path.contains("-wal") || path.contains(".lock"));
        try (Stream<Path> all = Files.walk(target)) {
            assertThat(all)
                    .allSatisfy(each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                            .endsWith("------"));
        }
        assertThat(new Restore(target).check()).isEqualTo(manifest);
        try (Stream<Path> beside = Files.list(folder)) {
            assertThat(beside).as("nothing half done stays").containsExactly(target);
        }
    }

    @Test
    void backup_placesThatCannotBe_areRefusedInWords() throws Exception {
        Path data = folder.resolve("data");
        assertThatThrownBy(() -> backup(data, folder.resolve("b")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("nothing to back up");
        try (TestServer server = TestServer.over(data)) {
            assertThatThrownBy(() -> backup(data, data.resolve("b.zip"))).hasMessageContaining("inside");
            Path there = Files.writeString(folder.resolve("there.zip"), "precious");
            assertThatThrownBy(() -> backup(data, there)).hasMessageContaining("there already");
            assertThat(there).hasContent("precious");
            assertThat(server.webPort()).isPositive();
        }
    }

    @Test
    void restore_runningServer_isRefused() throws Exception {
        try (TestServer server = TestServer.start()) {
            backup(server.folder(), folder.resolve("b"));
            assertThatThrownBy(() -> restore(folder.resolve("b"), server.folder(), true))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("running");
            assertThatThrownBy(() -> TestServer.over(server.folder())).hasStackTraceContaining("running");
        }
    }

    @Test
    void restore_overSomethingElse_isRefusedOrMovesItAside() throws Exception {
        Path data = folder.resolve("data");
        ReleasedSchemas.v1(data(data));
        Path backup = folder.resolve("b.zip");
        backup(data, backup);
        Files.writeString(data.resolve("token.key"), "the present one");
        assertThatThrownBy(() -> restore(backup, data, false))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("--overwrite");
        assertThat(data.resolve("token.key")).hasContent("the present one");
        restore(backup, data, true);
        assertThat(data.resolve("token.key")).doesNotExist();
        assertThat(data.resolve("replaced/2026-01-02T03-04-05Z/token.key")).hasContent("the present one");
        assertThat(store(data).resolve("6k/db").resolve(ReleasedSchemas.V1_FILE))
                .hasContent("hello");
        assertThat(store(data).resolve("replaced")).isDirectory();
        try (TestServer server = TestServer.over(data);
                WebProbe ann = server.browser()) {
            assertThat(ann.resumeSession(ReleasedSchemas.V1_ANN_TOKEN)
                            .path("user")
                            .path("name")
                            .asText())
                    .isEqualTo("ann");
        }
    }

    private static Path data(Path data) throws IOException {
        return Files.createDirectories(data);
    }

    @Test
    void restore_damagedOrTamperedBackup_isRefusedAndChangesNothing() throws Exception {
        Path data = data(folder.resolve("data"));
        ReleasedSchemas.v1(data);
        Path good = folder.resolve("good");
        backup(data, good);
        Path blob = good.resolve("store/6k/db").resolve(ReleasedSchemas.V1_FILE);
        Path target = folder.resolve("target");

        Files.writeString(blob, "jello");
        refused(good, target, "6kdbzh09");
        Files.delete(blob);
        refused(good, target, "missing");
        Files.writeString(blob, "hello");
        String manifest = Files.readString(good.resolve("manifest.json"));
        Files.writeString(good.resolve("manifest.json"), manifest.replace("store/6k", "store/../6k"));
        refused(good, target, "tampered");
        Files.writeString(good.resolve("manifest.json"), "{");
        refused(good, target, "manifest");
        Files.delete(good.resolve("manifest.json"));
        refused(good, target, "no backup of Parley");
        refused(Files.writeString(folder.resolve("no.zip"), "no zip"), target, "zip");
        refused(folder.resolve("nowhere"), target, "no backup");
    }

    @Test
    void restore_zipThatWantsOut_writesNothingOutside() throws Exception {
        Path evil = folder.resolve("evil.zip");
        String manifest = "{\"format\":1,\"program\":\"x\",\"created\":\"\",\"items\":[{\"path\":\"data/../../out\","
                + "\"size\":1,\"sha256\":\"\"}]}";
        try (OutputStream file = Files.newOutputStream(evil);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write(manifest.getBytes(UTF_8));
            zip.putNextEntry(new ZipEntry("data/../../out"));
            zip.write('x');
        }
        refused(evil, folder.resolve("target"), "tampered");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void restore_databaseOfANewerParley_isRefused() throws Exception {
        Path data = data(folder.resolve("data"));
        ReleasedSchemas.v1(data);
        ReleasedSchemas.execute(
                data.resolve("users.db"),
                "INSERT INTO flyway_schema_history SELECT 99, '99', description, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success FROM flyway_schema_history LIMIT 1");
        backup(data, folder.resolve("b"));
        assertThatThrownBy(() -> restore(folder.resolve("b"), folder.resolve("target"), false))
                .isInstanceOf(NewerSchemaException.class);
        assertThat(folder.resolve("target/users.db")).doesNotExist();
    }

    private void refused(Path backup, Path target, String word) throws IOException {
        assertThatThrownBy(() -> restore(backup, target, false))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(word);
        assertThat(target.resolve("journal.db")).doesNotExist();
        assertThat(target.resolve("restoring")).doesNotExist();
    }

    @Test
    void start_afterAnInterruptedRestore_isRefused() throws Exception {
        Path data = data(folder.resolve("data"));
        Files.writeString(data.resolve("restore.under-way"), "");
        assertThatThrownBy(() -> TestServer.over(data)).hasStackTraceContaining("interrupted");
    }
}
