package chat.parley.files;

import static chat.parley.files.StoreProbe.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a file, with a server that goes down at every single change to the disk that it is made of. */
class FileStoreKillTest {
    private static final UserId ANN = UserId.random();
    private static final byte[] CONTENT = bytes("abcdef");
    private static final Files.Message MESSAGE = new Files.Message(ANN, MessageId.at(1));

    @TempDir
    Path folder;

    /** What the client of one life was told. */
    private static final class Told {
        private final FileId id;
        private long stands;
        private boolean finished;
        private boolean released;
        private boolean over;

        Told(FileId id) {
            this.id = id;
        }
    }

    @Test
    void life_downAtAnyChange_noHalfFileIsSeenAndNothingAcknowledgedIsLost() throws Exception {
        MortalBlobs[] disk = new MortalBlobs[1];
        try (StoreProbe store = new StoreProbe(folder, LocalDisk::open)) {
            int moments = 0;
            do {
                int end = moments++;
                store.restart((place, keepFree) -> disk[0] = new MortalBlobs(LocalDisk.open(place, keepFree), end));
                Told told = live(store);
                store.restart(LocalDisk::open);
                check(store, told, "down at moment " + end);
            } while (disk[0].isDead());
            assertThat(moments).as("moments of a life").isGreaterThan(12);
        }
    }

    private static Told live(StoreProbe store) {
        FileId id = store.begin(ANN, (long) CONTENT.length);
        Told told = new Told(id);
        try {
            told.stands = store.write(id, ANN, 0, bytes("ab")).offset();
            long turn =
                    store.ask(Files.RESUME, new Files.Resume(id, ANN, 2L, true)).turn();
            store.ask(Files.WRITE, new Files.Write(id, ANN, turn, 2, new Files.Bytes(bytes("xy"))));
            store.ask(Files.SETTLE, new Files.Settle(id, ANN, turn, false));
            told.stands = store.ask(Files.WRITE, new Files.Write(id, ANN, turn, 2, new Files.Bytes(bytes("cdef"))))
                    .offset();
            store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
            told.finished = true;
            store.ask(Files.SHARE, new Files.Share(List.of(id), ANN, RoomId.LOBBY, MESSAGE.id()));
            told.released = true;
            store.ask(Files.RELEASE, new Files.Release(RoomId.LOBBY, List.of(MESSAGE)));
            told.over = true;
        } catch (FailureException down) {
            assertThat(down.failure()).isEqualTo(Failure.INTERNAL);
        }
        return told;
    }

    private static void check(StoreProbe store, Told told, String when) throws Exception {
        FileId id = told.id;
        boolean there = isThere(store, id);
        if (there) {
            assertThat(told.over).as(when).isFalse();
            assertThat(store.content(id)).as(when).isEqualTo(CONTENT);
        } else if (!told.finished) {
            long offset = store.ask(Files.STATUS, new Files.Status(id, ANN)).offset();
            assertThat(offset).as(when).isGreaterThanOrEqualTo(told.stands);
            store.write(id, ANN, offset, Arrays.copyOfRange(CONTENT, (int) offset, CONTENT.length));
            store.ask(Files.FINISH, new Files.Finish(id, ANN, null, null));
            assertThat(store.content(id)).as(when).isEqualTo(CONTENT);
        }
        assertThat(there || !told.finished || told.released)
                .as("what was acknowledged is there, " + when)
                .isTrue();
        LocalDisk disk = LocalDisk.open(store.store(), 0);
        StoreProbe.until(() -> blobs(disk).stream().allMatch(blob -> isThere(store, blob)));
    }

    private static boolean isThere(StoreProbe store, FileId id) {
        try {
            store.ask(Files.FIND, new Files.Find(id));
            return true;
        } catch (FailureException e) {
            return false;
        }
    }

    private static Set<FileId> blobs(LocalDisk disk) {
        try {
            Set<FileId> blobs = new HashSet<>();
            for (String shelf : disk.shelves()) {
                blobs.addAll(disk.on(shelf));
            }
            return blobs;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
