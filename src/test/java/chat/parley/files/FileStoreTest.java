package chat.parley.files;

import static chat.parley.files.StoreProbe.await;
import static chat.parley.files.StoreProbe.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the store promises over the bus, with a real database and a real folder. */
class FileStoreTest {
    private static final UserId ANN = UserId.random();
    private static final UserId BOB = UserId.random();

    @TempDir
    Path folder;

    private StoreProbe store;

    @BeforeEach
    void start() {
        store = new StoreProbe(folder);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void write_anyChunking_sameBytes(long seed) {
        Random random = new Random(seed);
        byte[] content = new byte[300_000];
        random.nextBytes(content);
        FileId id = store.begin(ANN, (long) content.length);
        int at = 0;
        while (at < content.length) {
            int length = Math.min(content.length - at, 1 + random.nextInt(Files.CHUNK));
            at = (int) store.write(id, ANN, at, Arrays.copyOfRange(content, at, at + length))
                    .offset();
        }
        store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
        assertThat(store.content(id)).isEqualTo(content);
    }

    @Test
    void write_severalSentAtOnce_keptInOrder() {
        FileId id = store.begin(ANN, null);
        List<Future<?>> writes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            writes.add(store.bus()
                    .ask(Files.WRITE, new Files.Write(id, ANN, 0, 3L * i, new Files.Bytes(bytes("ab" + i)))));
        }
        await(Future.all(writes));
        store.ask(Files.FINISH, new Files.Finish(id, ANN, "n", null));
        assertThat(store.content(id)).isEqualTo(bytes("ab0ab1ab2ab3ab4"));
    }

    @Test
    void write_twoRaceForOneOffset_oneWins() {
        FileId id = store.begin(ANN, null);
        Files.Write one = new Files.Write(id, ANN, 0, 0, new Files.Bytes(bytes("one")));
        Files.Write two = new Files.Write(id, ANN, 0, 0, new Files.Bytes(bytes("two")));
        Future<Files.Upload> first = store.bus().ask(Files.WRITE, one);
        assertThat(store.failure(Files.WRITE, two)).isEqualTo(Failure.BAD_OFFSET);
        assertThat(await(first).offset()).isEqualTo(3);
    }

    @Test
    void write_tooManyWaiting_refusedRatherThanQueued() {
        FileId id = store.begin(ANN, null);
        byte[] chunk = new byte[Files.CHUNK];
        List<Future<Files.Upload>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(store.bus()
                    .ask(Files.WRITE, new Files.Write(id, ANN, 0, (long) i * chunk.length, new Files.Bytes(chunk))));
        }
        await(Future.join(writes).transform(done -> Future.succeededFuture()));
        long stored = writes.stream().filter(Future::succeeded).count();
        assertThat(store.ask(Files.STATUS, new Files.Status(id, ANN)).offset()).isEqualTo(stored * chunk.length);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 4, -1, Long.MAX_VALUE})
    void write_wrongOffset_refusedWithTheRightOne(long offset) {
        FileId id = store.begin(ANN, 10L);
        store.write(id, ANN, 0, bytes("abc"));
        Files.Write wrong = new Files.Write(id, ANN, 0, offset, new Files.Bytes(bytes("x")));
        assertThat(store.failure(Files.WRITE, wrong)).isEqualTo(Failure.BAD_OFFSET);
        assertThat(store.sentence(Files.WRITE, wrong)).contains("3 bytes");
    }

    @Test
    void write_overTheAnnouncedSize_tooLarge() {
        FileId id = store.begin(ANN, 3L);
        Files.Write over = new Files.Write(id, ANN, 0, 0, new Files.Bytes(bytes("abcd")));
        assertThat(store.failure(Files.WRITE, over)).isEqualTo(Failure.TOO_LARGE);
        assertThat(store.ask(Files.STATUS, new Files.Status(id, ANN)).offset()).isZero();
    }

    @Test
    void write_unknownSizeOverTheLimit_tooLargeWithTheNumber() {
        FileId id = store.begin(ANN, null);
        byte[] chunk = new byte[Files.CHUNK];
        long at = 0;
        while (at + chunk.length <= StoreProbe.MAX_SIZE) {
            at = store.write(id, ANN, at, chunk).offset();
        }
        Files.Write over = new Files.Write(id, ANN, 0, at, new Files.Bytes(chunk));
        assertThat(store.failure(Files.WRITE, over)).isEqualTo(Failure.TOO_LARGE);
        assertThat(store.sentence(Files.WRITE, over)).contains("10000000");
    }

    @Test
    void write_largerChunkThanAgreed_badRequest() {
        FileId id = store.begin(ANN, null);
        Files.Write large = new Files.Write(id, ANN, 0, 0, new Files.Bytes(new byte[Files.CHUNK + 1]));
        assertThat(store.failure(Files.WRITE, large)).isEqualTo(Failure.BAD_REQUEST);
    }

    @Test
    void write_bySomebodyElse_noSuchFile() {
        FileId id = store.begin(ANN, 3L);
        Files.Write foreign = new Files.Write(id, BOB, 0, 0, new Files.Bytes(bytes("abc")));
        assertThat(store.failure(Files.WRITE, foreign)).isEqualTo(Failure.NO_SUCH_FILE);
        assertThat(store.failure(Files.STATUS, new Files.Status(id, BOB))).isEqualTo(Failure.NO_SUCH_FILE);
        assertThat(store.failure(Files.FINISH, new Files.Finish(id, BOB, null, null)))
                .isEqualTo(Failure.NO_SUCH_FILE);
    }

    @Test
    void write_afterTheEnd_badOffset() {
        FileId id = store.file(ANN, "a", bytes("abc")).file().id();
        Files.Write late = new Files.Write(id, ANN, 0, 3, new Files.Bytes(bytes("d")));
        assertThat(store.failure(Files.WRITE, late)).isEqualTo(Failure.BAD_OFFSET);
    }

    @Test
    void write_thirtyUploadsAtOnce_eachItsOwnBytes() {
        int uploads = 30;
        int chunks = 20;
        List<Future<?>> done = new ArrayList<>();
        UserId owner = UserId.random();
        List<FileId> own = new ArrayList<>();
        for (int u = 0; u < uploads; u++) {
            byte fill = (byte) u;
            own.add(store.begin(owner, null));
            FileId id = own.get(u);
            Future<Files.Upload> upload = store.bus().ask(Files.STATUS, new Files.Status(id, owner));
            for (int c = 0; c < chunks; c++) {
                byte[] chunk = new byte[Files.CHUNK];
                Arrays.fill(chunk, fill);
                upload = upload.compose(at -> store.bus()
                        .ask(Files.WRITE, new Files.Write(id, owner, 0, at.offset(), new Files.Bytes(chunk))));
            }
            done.add(upload.compose(at -> store.bus().ask(Files.FINISH, new Files.Finish(id, owner, null, null))));
        }
        await(Future.all(done));
        for (int u = 0; u < uploads; u++) {
            byte[] expected = new byte[chunks * Files.CHUNK];
            Arrays.fill(expected, (byte) u);
            assertThat(store.content(own.get(u))).isEqualTo(expected);
        }
    }

    @Test
    void create_overTheLimit_tooLargeWithTheNumber() {
        Files.Create large = new Files.Create(ANN, "a", "b/c", StoreProbe.MAX_SIZE + 1);
        assertThat(store.failure(Files.CREATE, large)).isEqualTo(Failure.TOO_LARGE);
        assertThat(store.sentence(Files.CREATE, large)).contains("10000000").contains("10000001");
    }

    @Test
    void create_moreThanAHundredUnfinished_tooManyForThisOwnerOnly() {
        FileId first = store.begin(ANN, 1L);
        for (int i = 1; i < Uploads.PER_OWNER; i++) {
            store.begin(ANN, 1L);
        }
        Files.Create more = new Files.Create(ANN, "a", "b/c", 1L);
        assertThat(store.failure(Files.CREATE, more)).isEqualTo(Failure.TOO_MANY);
        store.begin(BOB, 1L);
        store.ask(Files.ABORT, new Files.Status(first, ANN));
        store.begin(ANN, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ".", "..", "\u0000\u0007"})
    void create_nameless_badRequest(String name) {
        assertThat(store.failure(Files.CREATE, new Files.Create(ANN, name, "b/c", 1L)))
                .isEqualTo(Failure.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd,.._.._etc_passwd",
        "C:\\Windows\\x.exe,C:_Windows_x.exe",
        "/etc/passwd,_etc_passwd",
        "cv\u202efdp.exe,cvfdp.exe",
        "a\u0000b\u0007.txt,ab.txt",
        "\ud83d\ude00.png,\ud83d\ude00.png",
        "A\u030a.txt,\u00c5.txt"
    })
    void create_hostileNames_harmlessRows(String name, String stored) throws Exception {
        Files.Stored file = store.file(ANN, name, bytes("x"));
        assertThat(file.file().name()).isEqualTo(stored);
        assertThat(store.store().resolve("incoming")).isEmptyDirectory();
        String id = file.file().id().value();
        assertThat(store.store()
                        .resolve(id.substring(0, 2))
                        .resolve(id.substring(2, 4))
                        .resolve(id))
                .isRegularFile();
    }

    @Test
    void create_oddType_octetStream() {
        FileId id = store.ask(Files.CREATE, new Files.Create(ANN, "a", "text/html\r\nX: y", 0L))
                .id();
        assertThat(store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null))
                        .file()
                        .type())
                .isEqualTo("application/octet-stream");
    }

    @Test
    void finish_zeroBytes_isAnEmptyFile() {
        FileId id = store.file(ANN, "empty", new byte[0]).file().id();
        assertThat(store.content(id)).isEmpty();
        assertThat(store.ask(Files.STATUS, new Files.Status(id, ANN)).finished())
                .isTrue();
    }

    @Test
    void finish_bytesMissing_badOffset() {
        FileId id = store.begin(ANN, 10L);
        store.write(id, ANN, 0, bytes("abc"));
        Files.Finish finish = new Files.Finish(id, ANN, null, null);
        assertThat(store.failure(Files.FINISH, finish)).isEqualTo(Failure.BAD_OFFSET);
        assertThat(store.sentence(Files.FINISH, finish)).contains("3 of 10");
    }

    @Test
    void finish_withNameAndType_replacesThem() {
        FileId id = store.begin(ANN, null);
        store.write(id, ANN, 0, bytes("abc"));
        Files.Stored stored = store.ask(Files.FINISH, new Files.Finish(id, ANN, "late.pdf", "application/pdf"));
        assertThat(stored.file()).isEqualTo(new FileRef(id, "late.pdf", "application/pdf", 3));
        assertThat(store.ask(Files.FIND, new Files.Find(id))).isEqualTo(stored);
    }

    @Test
    void finish_again_sameAnswer() {
        Files.Stored stored = store.file(ANN, "a", bytes("abc"));
        assertThat(store.ask(Files.FINISH, new Files.Finish(stored.file().id(), ANN, null, null)))
                .isEqualTo(stored);
    }

    @Test
    void find_unfinished_noSuchFile() {
        FileId id = store.begin(ANN, 3L);
        store.write(id, ANN, 0, bytes("abc"));
        assertThat(store.failure(Files.FIND, new Files.Find(id))).isEqualTo(Failure.NO_SUCH_FILE);
        assertThat(store.failure(Files.READ, new Files.Read(id, 0, 3))).isEqualTo(Failure.NO_SUCH_FILE);
    }

    @Test
    void abort_unfinished_bytesAreGone() {
        FileId id = store.begin(ANN, 3L);
        store.write(id, ANN, 0, bytes("ab"));
        assertThat(store.ask(Files.ABORT, new Files.Status(id, BOB))).isEqualTo(Done.DONE);
        assertThat(store.ask(Files.STATUS, new Files.Status(id, ANN)).offset()).isEqualTo(2);
        store.ask(Files.ABORT, new Files.Status(id, ANN));
        assertThat(store.failure(Files.STATUS, new Files.Status(id, ANN))).isEqualTo(Failure.NO_SUCH_FILE);
        assertThat(store.store().resolve("incoming")).isEmptyDirectory();
        store.ask(Files.ABORT, new Files.Status(id, ANN));
    }

    @Test
    void abort_finished_goneUnlessAMessageRefersToIt() {
        FileId taken = store.file(ANN, "a", bytes("abc")).file().id();
        FileId shared = store.file(ANN, "b", bytes("abc")).file().id();
        store.ask(Files.SHARE, new Files.Share(List.of(shared), ANN, RoomId.LOBBY, MessageId.at(1)));
        store.ask(Files.ABORT, new Files.Status(taken, BOB));
        assertThat(store.content(taken)).isEqualTo(bytes("abc"));
        store.ask(Files.ABORT, new Files.Status(taken, ANN));
        assertThat(store.failure(Files.FIND, new Files.Find(taken))).isEqualTo(Failure.NO_SUCH_FILE);
        assertThat(store.failure(Files.READ, new Files.Read(taken, 0, 3))).isEqualTo(Failure.NO_SUCH_FILE);
        assertThat(store.failure(Files.ABORT, new Files.Status(shared, ANN))).isEqualTo(Failure.FORBIDDEN);
        assertThat(store.content(shared)).isEqualTo(bytes("abc"));
    }

    // ---- turns, and parts that count as a whole

    @Test
    void resume_newerRequest_takesOverFromTheOlder() {
        FileId id = store.begin(ANN, 6L);
        long older = resume(id, 0, false);
        append(id, older, 0, "abc");
        long newer = resume(id, 3, false);
        Files.Write late = new Files.Write(id, ANN, older, 3, new Files.Bytes(bytes("x")));
        assertThat(store.failure(Files.WRITE, late)).isEqualTo(Failure.BAD_OFFSET);
        append(id, newer, 3, "def");
        store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
        assertThat(store.content(id)).isEqualTo(bytes("abcdef"));
    }

    @Test
    void settle_kept_countsFromThenOn() {
        FileId id = store.begin(ANN, 6L);
        long turn = resume(id, 0, true);
        append(id, turn, 0, "abc");
        append(id, turn, 3, "def");
        assertThat(store.failure(Files.FINISH, new Files.Finish(id, ANN, null, null)))
                .isEqualTo(Failure.BAD_OFFSET);
        assertThat(store.ask(Files.SETTLE, new Files.Settle(id, ANN, turn, true))
                        .offset())
                .isEqualTo(6);
        Files.Stored stored = store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
        assertThat(stored.sha256()).isEqualTo(sha256("abcdef"));
    }

    @Test
    void settle_takenBack_asIfItHadNotCome() {
        FileId id = store.begin(ANN, 6L);
        append(id, 0, 0, "abc");
        long turn = resume(id, 3, true);
        append(id, turn, 3, "xyz");
        assertThat(store.ask(Files.SETTLE, new Files.Settle(id, ANN, turn, false))
                        .offset())
                .isEqualTo(3);
        append(id, turn, 3, "def");
        Files.Stored stored = store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
        assertThat(store.content(id)).isEqualTo(bytes("abcdef"));
        assertThat(stored.sha256()).as("of what counts").isEqualTo(sha256("abcdef"));
    }

    /** The older request hangs in a dead connection; what it left is not waited for. */
    @Test
    void resume_whileAnotherIsNotSettled_takesBackWhatItLeft() {
        FileId id = store.begin(ANN, 6L);
        long older = resume(id, 0, true);
        append(id, older, 0, "xy");
        long newer = resume(id, 0, true);
        append(id, newer, 0, "abcdef");
        assertThat(store.failure(Files.SETTLE, new Files.Settle(id, ANN, older, false)))
                .isEqualTo(Failure.BAD_OFFSET);
        store.ask(Files.SETTLE, new Files.Settle(id, ANN, newer, true));
        store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
        assertThat(store.content(id)).isEqualTo(bytes("abcdef"));
    }

    private long resume(FileId id, long offset, boolean whole) {
        return store.ask(Files.RESUME, new Files.Resume(id, ANN, offset, whole)).turn();
    }

    private void append(FileId id, long turn, long offset, String text) {
        store.ask(Files.WRITE, new Files.Write(id, ANN, turn, offset, new Files.Bytes(bytes(text))));
    }

    private static Files.Bytes sha256(String text) {
        try {
            return new Files.Bytes(
                    java.security.MessageDigest.getInstance("SHA-256").digest(bytes(text)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    // ---- quotas

    @Test
    void create_overTheQuotaOfOneUser_refusedWithTheNumbers() {
        List<FileId> begun = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            begun.add(store.begin(ANN, StoreProbe.MAX_SIZE));
        }
        Files.Create more = new Files.Create(ANN, "a", "b/c", 17L);
        assertThat(store.failure(Files.CREATE, more)).isEqualTo(Failure.STORAGE_FULL);
        assertThat(store.sentence(Files.CREATE, more)).contains("40MB", "40000000", "17");
        assertThat(store.failure(Files.CREATE, new Files.Create(ANN, "a", "b/c", null)))
                .isEqualTo(Failure.STORAGE_FULL);
        store.ask(Files.ABORT, new Files.Status(begun.get(0), ANN));
        store.begin(ANN, 17L);
    }

    /** Each of them would fit alone: what was promised to one counts for the next. */
    @Test
    void create_manyAtOnce_neverMoreThanTheQuota() {
        long size = StoreProbe.PER_USER / 8;
        List<Future<Files.Upload>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(store.bus().ask(Files.CREATE, new Files.Create(ANN, "a", "b/c", size)));
        }
        StoreProbe.await(Future.join(all).transform(done -> Future.succeededFuture()));
        assertThat(all.stream().filter(Future::succeeded)).hasSize(8);
        assertThat(all.stream().filter(Future::failed).map(Future::cause).map(FailureException::of))
                .allSatisfy(refused -> {
                    assertThat(refused.failure()).isEqualTo(Failure.STORAGE_FULL);
                    assertThat(refused.sentence()).contains("40000000").contains("0 bytes are left");
                });
    }

    @Test
    void create_overTheQuotaOfAll_refusedWithTheNumbers() {
        for (int i = 0; i < 3; i++) {
            store.begin(ANN, StoreProbe.MAX_SIZE);
            store.begin(BOB, StoreProbe.MAX_SIZE);
        }
        Files.Create more = new Files.Create(UserId.random(), "a", "b/c", 1L);
        assertThat(store.failure(Files.CREATE, more)).isEqualTo(Failure.STORAGE_FULL);
        assertThat(store.sentence(Files.CREATE, more)).contains("60MB");
        store.stop();
        store.start();
        assertThat(store.failure(Files.CREATE, more)).as("after a restart").isEqualTo(Failure.STORAGE_FULL);
    }

    /** A legacy upload has no size beforehand: what the quota has left is all it gets, however many there are at once. */
    @Test
    void write_unknownSizeOverTheQuota_refusedAtTheLatestAtItsEnd() {
        for (int i = 0; i < 3; i++) {
            store.begin(ANN, StoreProbe.MAX_SIZE);
        }
        store.begin(ANN, StoreProbe.MAX_SIZE - 100);
        FileId one = store.begin(ANN, null);
        FileId two = store.begin(ANN, null);
        Files.Write over = new Files.Write(one, ANN, 0, 0, new Files.Bytes(new byte[101]));
        assertThat(store.failure(Files.WRITE, over)).isEqualTo(Failure.STORAGE_FULL);
        append(one, 0, 0, "x".repeat(60));
        append(two, 0, 0, "y".repeat(60));
        store.ask(Files.FINISH, new Files.Finish(one, ANN, null, null));
        assertThat(store.failure(Files.FINISH, new Files.Finish(two, ANN, null, null)))
                .isEqualTo(Failure.STORAGE_FULL);
    }

    // ---- what refers to a file

    @Test
    void release_lastMessageOfAFile_fileIsGone() {
        Files.Stored file = store.file(ANN, "a", bytes("abc"));
        FileId id = file.file().id();
        RoomId other = RoomId.random();
        MessageId one = MessageId.at(1);
        MessageId two = MessageId.at(2);
        store.ask(Files.SHARE, new Files.Share(List.of(id), ANN, RoomId.LOBBY, one));
        store.ask(Files.SHARE, new Files.Share(List.of(id), ANN, other, two));

        release(RoomId.LOBBY, BOB, one); // not the sender's
        release(other, ANN, one); // not its room
        assertThat(store.ask(Files.FIND, new Files.Find(id)).rooms()).containsExactlyInAnyOrder(RoomId.LOBBY, other);
        release(RoomId.LOBBY, ANN, one);
        assertThat(store.ask(Files.FIND, new Files.Find(id)).rooms()).containsExactly(other);
        assertThat(store.content(id)).isEqualTo(bytes("abc"));
        release(other, ANN, two);
        assertThat(store.failure(Files.FIND, new Files.Find(id))).isEqualTo(Failure.NO_SUCH_FILE);
        assertThat(store.failure(Files.READ, new Files.Read(id, 0, 3))).isEqualTo(Failure.NO_SUCH_FILE);
        release(other, ANN, two); // again changes nothing
    }

    private void release(RoomId room, UserId sender, MessageId message) {
        store.ask(Files.RELEASE, new Files.Release(room, List.of(new Files.Message(sender, message))));
    }

    @Test
    void open_file_handedOverAndReadableAfterItsEnd() throws Exception {
        byte[] content = bytes("0123456789abcdefghij");
        FileId id = store.file(ANN, "a", content).file().id();
        Files.Opened opened = store.ask(Files.OPEN, new Files.Find(id));
        assertThat(opened.start().array()).isEqualTo(bytes("0123456789abcdef"));
        store.ask(Files.ABORT, new Files.Status(id, ANN));
        try (java.nio.channels.FileChannel channel =
                java.util.Objects.requireNonNull(opened.file().channel())) {
            java.nio.ByteBuffer all = java.nio.ByteBuffer.allocate(100);
            channel.read(all, 0);
            assertThat(Arrays.copyOf(all.array(), all.position())).isEqualTo(content);
        }
        assertThat(store.failure(Files.OPEN, new Files.Find(id))).isEqualTo(Failure.NO_SUCH_FILE);
    }

    @ParameterizedTest
    @CsvSource({"0,3,abc", "1,1,b", "2,9,c", "3,1,''", "99,1,''", "0,0,''"})
    void read_anyRange_whatIsThere(long offset, int length, String expected) {
        FileId id = store.file(ANN, "a", bytes("abc")).file().id();
        assertThat(store.ask(Files.READ, new Files.Read(id, offset, length))
                        .bytes()
                        .array())
                .isEqualTo(bytes(expected));
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "0,-1", "0,65537"})
    void read_nonsense_badRequest(long offset, int length) {
        FileId id = store.file(ANN, "a", bytes("abc")).file().id();
        assertThat(store.failure(Files.READ, new Files.Read(id, offset, length)))
                .isEqualTo(Failure.BAD_REQUEST);
    }

    @Test
    void share_ownFiles_roomsAreTold() {
        Files.Stored one = store.file(ANN, "one", bytes("1"));
        Files.Stored two = store.file(ANN, "two", bytes("2"));
        RoomId other = RoomId.random();
        List<FileId> files = List.of(two.file().id(), one.file().id());
        assertThat(store.ask(Files.SHARE, new Files.Share(files, ANN, RoomId.LOBBY, MessageId.at(1)))
                        .files())
                .containsExactly(two.file(), one.file());
        store.ask(Files.SHARE, new Files.Share(files, ANN, RoomId.LOBBY, MessageId.at(1)));
        store.ask(Files.SHARE, new Files.Share(files, ANN, other, MessageId.at(1)));
        assertThat(store.ask(Files.FIND, new Files.Find(files.get(0))).rooms())
                .containsExactlyInAnyOrder(RoomId.LOBBY, other);
    }

    @Test
    void share_oneForeignOrUnfinished_noneIsShared() {
        FileId own = store.file(ANN, "own", bytes("1")).file().id();
        FileId foreign = store.file(BOB, "foreign", bytes("2")).file().id();
        FileId unfinished = store.begin(ANN, 1L);
        for (FileId bad : List.of(foreign, unfinished, FileId.random())) {
            assertThat(store.failure(
                            Files.SHARE, new Files.Share(List.of(own, bad), ANN, RoomId.LOBBY, MessageId.at(1))))
                    .isEqualTo(Failure.NO_SUCH_FILE);
        }
        assertThat(store.ask(Files.FIND, new Files.Find(own)).rooms()).isEmpty();
    }

    @Test
    void findAlias_sharedByTwo_newestFirst() {
        FileId one = store.file(ANN, "one", bytes("1")).file().id();
        FileId two = store.file(BOB, "two", bytes("2")).file().id();
        store.ask(Files.ALIAS, new Files.Alias("../20260101'; --", one));
        store.ask(Files.ALIAS, new Files.Alias("../20260101'; --", two));
        assertThat(store.ask(Files.FIND_ALIAS, new Files.FindAlias("../20260101'; --"))
                        .files())
                .extracting(stored -> stored.file().id())
                .containsExactly(two, one);
        assertThat(store.ask(Files.FIND_ALIAS, new Files.FindAlias("other")).files())
                .isEmpty();
    }

    @Test
    void findAlias_floodedByAnother_stillFindsTheOldestWhichWasAnnouncedByIt() {
        FileId announced = store.file(ANN, "report", bytes("1")).file().id();
        FileId flood = store.file(BOB, "report", bytes("2")).file().id();
        store.ask(Files.ALIAS, new Files.Alias("12-02-01_report", announced));
        for (int i = 0; i < 150; i++) {
            store.ask(Files.ALIAS, new Files.Alias("12-02-01_report", flood));
        }
        List<Files.Stored> found = store.ask(Files.FIND_ALIAS, new Files.FindAlias("12-02-01_report"))
                .files();
        assertThat(found).hasSizeLessThan(150);
        assertThat(found.get(found.size() - 1).file().id()).isEqualTo(announced);
    }

    @Test
    void alias_unknownFileOrEmpty_refused() {
        assertThat(store.failure(Files.ALIAS, new Files.Alias("a", FileId.random())))
                .isEqualTo(Failure.NO_SUCH_FILE);
        FileId id = store.file(ANN, "one", bytes("1")).file().id();
        assertThat(store.failure(Files.ALIAS, new Files.Alias("", id))).isEqualTo(Failure.BAD_REQUEST);
        assertThat(store.failure(Files.ALIAS, new Files.Alias("x".repeat(1001), id)))
                .isEqualTo(Failure.BAD_REQUEST);
    }

    @Test
    void read_wholeFile_byChunks() {
        byte[] content = new byte[3 * Files.CHUNK + 17];
        new Random(7).nextBytes(content);
        assertThat(store.content(store.file(ANN, "a", content).file().id())).isEqualTo(content);
    }
}
