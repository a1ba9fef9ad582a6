package chat.parley.files;

import static chat.parley.files.StoreProbe.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.bus.Log;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes down at any moment, and disks that fail: no half file is visible, nothing acknowledged is lost. */
class FileStoreCrashTest {
    private static final UserId ANN = UserId.random();

    @TempDir
    Path folder;

    @Test
    void restart_inMidUpload_goesOnWhereTheBytesEnd() {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId id = store.begin(ANN, 6L);
            store.write(id, ANN, 0, bytes("abc"));
            store.stop();
            store.start();
            Files.Upload there = store.ask(Files.STATUS, new Files.Status(id, ANN));
            assertThat(there.offset()).isEqualTo(3);
            assertThat(there.size()).isEqualTo(6);
            assertThat(there.finished()).isFalse();
            store.write(id, ANN, 3, bytes("def"));
            store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
            store.stop();
            store.start();
            assertThat(store.content(id)).isEqualTo(bytes("abcdef"));
        }
    }

    /** The bytes reached the disk, the answer did not reach the client. */
    @Test
    void restart_moreBytesThanAcknowledged_offsetIsWhatIsThere() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId id = store.begin(ANN, 6L);
            store.write(id, ANN, 0, bytes("abc"));
            store.stop();
            java.nio.file.Files.write(part(store, id), bytes("abcd"));
            store.start();
            assertThat(store.ask(Files.STATUS, new Files.Status(id, ANN)).offset())
                    .isEqualTo(4);
        }
    }

    @Test
    void restart_renamedButRowNotCommitted_unfinishedAndCanBeFinished() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId id = store.begin(ANN, 3L);
            store.write(id, ANN, 0, bytes("abc"));
            store.stop();
            LocalDisk.open(store.store(), 0).keep(id);
            store.start();
            assertThat(store.failure(Files.FIND, new Files.Find(id))).isEqualTo(Failure.NO_SUCH_FILE);
            assertThat(store.failure(Files.READ, new Files.Read(id, 0, 3))).isEqualTo(Failure.NO_SUCH_FILE);
            assertThat(store.ask(Files.STATUS, new Files.Status(id, ANN)).offset())
                    .isEqualTo(3);
            store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
            assertThat(store.content(id)).isEqualTo(bytes("abc"));
        }
    }

    @Test
    void restart_bytesWithoutRow_swept() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId kept = store.file(ANN, "a", bytes("abc")).file().id();
            FileId begun = store.begin(ANN, 3L);
            store.write(begun, ANN, 0, bytes("ab"));
            store.stop();
            FileId part = FileId.random();
            FileId blob = FileId.random();
            LocalDisk disk = LocalDisk.open(store.store(), 0);
            disk.append(part, 0, bytes("orphan"));
            disk.append(blob, 0, bytes("orphan"));
            disk.keep(blob);
            Path foreign = java.nio.file.Files.writeString(store.store().resolve("incoming/README.part"), "not ours");
            store.start();
            StoreProbe.until(() ->
                    !java.nio.file.Files.exists(part(store, part)) && !java.nio.file.Files.exists(kept(store, blob)));
            assertThat(foreign).exists();
            assertThat(store.content(kept)).isEqualTo(bytes("abc"));
            assertThat(store.ask(Files.STATUS, new Files.Status(begun, ANN)).offset())
                    .isEqualTo(2);
        }
    }

    @Test
    void restart_rowWithoutBytes_noSuchFile() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId id = store.file(ANN, "a", bytes("abc")).file().id();
            store.stop();
            java.nio.file.Files.delete(kept(store, id));
            store.start();
            assertThat(store.failure(Files.READ, new Files.Read(id, 0, 3))).isEqualTo(Failure.NO_SUCH_FILE);
        }
    }

    @Test
    void restart_unfinishedWithoutBytes_beginsAnew() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId id = store.begin(ANN, 3L);
            store.write(id, ANN, 0, bytes("ab"));
            store.stop();
            java.nio.file.Files.delete(part(store, id));
            store.start();
            assertThat(store.ask(Files.STATUS, new Files.Status(id, ANN)).offset())
                    .isZero();
            store.write(id, ANN, 0, bytes("xyz"));
            store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
            assertThat(store.content(id)).isEqualTo(bytes("xyz"));
        }
    }

    /** A file that vanished under a running server must not come back with a hole in front. */
    @Test
    void write_partVanished_noHoleIsMade() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId id = store.begin(ANN, 6L);
            store.write(id, ANN, 0, bytes("abc"));
            java.nio.file.Files.delete(part(store, id));
            assertThat(store.failure(Files.WRITE, new Files.Write(id, ANN, 0, 3, new Files.Bytes(bytes("d")))))
                    .isEqualTo(Failure.NO_SUCH_FILE);
            assertThat(part(store, id)).doesNotExist();
        }
    }

    @Test
    void sweep_oldUnsharedAndUnfinished_goneSharedStays() throws Exception {
        FileId shared;
        FileId unshared;
        FileId unfinished;
        try (StoreProbe store = new StoreProbe(folder)) {
            shared = store.file(ANN, "shared", bytes("abc")).file().id();
            store.ask(Files.SHARE, new Files.Share(java.util.List.of(shared), ANN, RoomId.LOBBY, MessageId.at(1)));
            unshared = store.file(ANN, "unshared", bytes("abc")).file().id();
            store.ask(Files.ALIAS, new Files.Alias("alias", unshared));
            unfinished = store.begin(ANN, 3L);
            store.write(unfinished, ANN, 0, bytes("ab"));
            store.stop();
            sql("UPDATE file SET created = 1, finished = CASE WHEN finished IS NULL THEN NULL ELSE 1 END");
            java.nio.file.Files.setLastModifiedTime(
                    part(store, unfinished), java.nio.file.attribute.FileTime.fromMillis(1));
            store.start();
            StoreProbe.until(() -> !java.nio.file.Files.exists(part(store, unfinished))
                    && !java.nio.file.Files.exists(kept(store, unshared)));
            assertThat(store.failure(Files.FIND, new Files.Find(unshared))).isEqualTo(Failure.NO_SUCH_FILE);
            assertThat(store.failure(Files.STATUS, new Files.Status(unfinished, ANN)))
                    .isEqualTo(Failure.NO_SUCH_FILE);
            assertThat(store.ask(Files.FIND_ALIAS, new Files.FindAlias("alias")).files())
                    .isEmpty();
            assertThat(store.content(shared)).isEqualTo(bytes("abc"));
        }
    }

    /** A part that counts only as a whole, of which a piece had come: it is taken back, also when that was cut short. */
    @Test
    void restart_withinAPartThatCountsAsAWhole_standsBeforeIt() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId id = store.begin(ANN, 6L);
            store.write(id, ANN, 0, bytes("abc"));
            long turn =
                    store.ask(Files.RESUME, new Files.Resume(id, ANN, 3L, true)).turn();
            store.ask(Files.WRITE, new Files.Write(id, ANN, turn, 3, new Files.Bytes(bytes("xy"))));
            assertThat(store.ask(Files.STATUS, new Files.Status(id, ANN)).offset())
                    .isEqualTo(3);
            for (int restarts = 0; restarts < 2; restarts++) {
                store.stop();
                store.start();
                assertThat(store.ask(Files.STATUS, new Files.Status(id, ANN)).offset())
                        .isEqualTo(3);
                assertThat(part(store, id)).hasSize(3);
            }
            store.write(id, ANN, 3, bytes("def"));
            store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
            assertThat(store.content(id)).isEqualTo(bytes("abcdef"));
        }
    }

    /** Bytes from before the restart went past the hash in memory. */
    @Test
    void restart_inMidUpload_hashIsWorkedOutAfterwards() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId id = store.begin(ANN, 6L);
            store.write(id, ANN, 0, bytes("abc"));
            store.stop();
            store.start();
            store.write(id, ANN, 3, bytes("def"));
            store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
            StoreProbe.until(() -> store.ask(Files.FIND, new Files.Find(id)).sha256() != null);
            assertThat(store.ask(Files.FIND, new Files.Find(id)).sha256())
                    .isEqualTo(new Files.Bytes(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes("abcdef"))));
        }
    }

    @Test
    void check_soundDamagedAndMissing_areTold() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId sound = store.file(ANN, "a", bytes("abc")).file().id();
            FileId damaged = store.file(ANN, "b", bytes("abc")).file().id();
            FileId missing = store.file(ANN, "c", bytes("abc")).file().id();
            java.nio.file.Files.write(kept(store, damaged), bytes("abd"));
            java.nio.file.Files.delete(kept(store, missing));
            StoreProbe.await(store.vertx().deployVerticle(new FileCheckVerticle(store.settings(), folder)));
            Map<FileId, Files.Verdict> verdicts = new HashMap<>();
            Files.Finding found = store.ask(Files.CHECK, new Files.Check(null)).finding();
            while (found != null) {
                verdicts.put(found.file().id(), found.verdict());
                found = store.ask(Files.CHECK, new Files.Check(found.file().id()))
                        .finding();
            }
            assertThat(verdicts)
                    .isEqualTo(Map.of(
                            sound, Files.Verdict.SOUND,
                            damaged, Files.Verdict.DAMAGED,
                            missing, Files.Verdict.MISSING));
        }
    }

    /** The router noted the reference and then the server went down, or a deletion was not told: the journal knows. */
    @Test
    void sweep_messageNotInTheJournal_fileGoesAfterAWhile() throws Exception {
        MessageId there = MessageId.at(1);
        MessageId never = MessageId.at(2);
        try (StoreProbe store = new StoreProbe(folder)) {
            FileId kept = store.file(ANN, "kept", bytes("abc")).file().id();
            FileId gone = store.file(ANN, "gone", bytes("abc")).file().id();
            FileId fresh = store.file(ANN, "fresh", bytes("abc")).file().id();
            // An id that was used for another message does not keep what it was tried with.
            store.ask(Files.SHARE, new Files.Share(java.util.List.of(kept), ANN, RoomId.LOBBY, there));
            store.ask(Files.SHARE, new Files.Share(java.util.List.of(gone), ANN, RoomId.LOBBY, there));
            store.ask(Files.SHARE, new Files.Share(java.util.List.of(gone), ANN, RoomId.LOBBY, never));
            store.ask(Files.SHARE, new Files.Share(java.util.List.of(fresh), ANN, RoomId.LOBBY, never));
            store.stop();
            sql("UPDATE reference SET made = 1 WHERE file <> '" + fresh + "'");
            StoreProbe.await(store.bus().answer(Log.ATTACHED, asked -> {
                assertThat(asked.messages()).contains(new Files.Message(ANN, there));
                return io.vertx.core.Future.succeededFuture(
                        new Log.Attached(java.util.List.of(new Log.Attachment(RoomId.LOBBY, there, kept))));
            }));
            store.start();
            StoreProbe.until(() -> !java.nio.file.Files.exists(kept(store, gone)));
            assertThat(store.failure(Files.FIND, new Files.Find(gone))).isEqualTo(Failure.NO_SUCH_FILE);
            assertThat(store.content(kept)).isEqualTo(bytes("abc"));
            assertThat(store.content(fresh)).isEqualTo(bytes("abc"));
        }
    }

    @Test
    void finish_uninterrupted_hashIsKept() throws Exception {
        try (StoreProbe store = new StoreProbe(folder)) {
            store.file(ANN, "a", bytes("abc"));
        }
        assertThat(sql("SELECT hex(sha256) FROM file"))
                .isEqualToIgnoringCase(HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(bytes("abc"))));
    }

    @Test
    void write_diskFull_refusedWithTheNumberAndNothingDamaged() throws Exception {
        Path mount = java.nio.file.Files.createDirectory(folder.resolve("tiny"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", mount.toString()))
                .as("may mount")
                .isZero();
        try (StoreProbe store = new StoreProbe(folder, mount.resolve("store"), Duration.ofHours(1))) {
            Files.Create large = new Files.Create(ANN, "a", "b/c", 600_000L);
            assertThat(store.failure(Files.CREATE, large)).isEqualTo(Failure.STORAGE_FULL);
            assertThat(store.sentence(Files.CREATE, large)).containsPattern("\\d+ bytes are free");

            FileId id = store.begin(ANN, null);
            byte[] chunk = new byte[60_000];
            long at = 0;
            while (at + chunk.length < 480_000) {
                at = store.write(id, ANN, at, chunk).offset();
            }
            Files.Write over = new Files.Write(id, ANN, 0, at, new Files.Bytes(new byte[Files.CHUNK]));
            Files.Write overtoo = new Files.Write(id, ANN, 0, at + Files.CHUNK, over.bytes());
            store.bus().ask(Files.WRITE, over);
            assertThat(store.failure(Files.WRITE, overtoo)).isEqualTo(Failure.STORAGE_FULL);
            long there = store.ask(Files.STATUS, new Files.Status(id, ANN)).offset();
            assertThat(java.nio.file.Files.size(part(store, id))).isEqualTo(there);
            store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
            assertThat(store.content(id)).isEqualTo(new byte[(int) there]);
        } finally {
            run("umount", mount.toString());
        }
    }

    @Test
    void write_diskReadOnly_refused() throws Exception {
        Path mount = java.nio.file.Files.createDirectory(folder.resolve("frozen"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", mount.toString()))
                .as("may mount")
                .isZero();
        try (StoreProbe store = new StoreProbe(folder, mount.resolve("store"), Duration.ofHours(1))) {
            FileId id = store.begin(ANN, 6L);
            store.write(id, ANN, 0, bytes("abc"));
            assumeThat(run("mount", "-o", "remount,ro", mount.toString())).isZero();
            Files.Write more = new Files.Write(id, ANN, 0, 3, new Files.Bytes(bytes("def")));
            assertThat(store.failure(Files.WRITE, more)).isEqualTo(Failure.STORAGE_READ_ONLY);
            assumeThat(run("mount", "-o", "remount,rw", mount.toString())).isZero();
            assertThat(store.ask(Files.WRITE, more).offset()).isEqualTo(6);
        } finally {
            run("umount", mount.toString());
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private String sql(String statement) throws Exception {
        try (Connection db = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("files.db"));
                Statement sql = db.createStatement()) {
            if (sql.execute(statement)) {
                ResultSet rows = sql.getResultSet();
                return rows.next() ? rows.getString(1) : "";
            }
            return "";
        }
    }

    private static Path part(StoreProbe store, FileId id) {
        return store.store().resolve("incoming").resolve(id + ".part");
    }

    private static Path kept(StoreProbe store, FileId id) {
        String name = id.value();
        return store.store()
                .resolve(name.substring(0, 2))
                .resolve(name.substring(2, 4))
                .resolve(name);
    }
}
