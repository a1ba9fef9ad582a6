package chat.parley.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chat.parley.bus.Failure;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Outcome;
import chat.parley.bus.Log.Page;
import chat.parley.bus.Log.Read;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that may not grow any more is one on a full disk, as far as SQLite goes: SQLITE_FULL. */
class FullJournalTest {
    private static final int PAGES = 60;
    private static final User ANN = new User(UserId.random(), new UserName("ann"), UserKind.GUEST);

    @TempDir
    Path folder;

    private static Draft draft() {
        return new Draft(
                RoomId.LOBBY,
                ANN,
                MessageId.at(System.currentTimeMillis()),
                new Content.Message("x".repeat(1_000), List.of()));
    }

    /** Fills it one message at a time; how many it took, and what the next one met. */
    private static int fill(JournalWriter writer) {
        for (int stored = 0; ; stored++) {
            SQLException full =
                    catchThrowableOfType(SQLException.class, () -> writer.write(List.of(draft()), List.of(), 1));
            if (full != null) {
                assertThat(StorageFailures.of(full).failure()).isEqualTo(Failure.STORAGE_FULL);
                return stored;
            }
        }
    }

    @Test
    void append_full_refusesAllOfTheBatchReadsOnAndRecoversByItself() throws SQLException {
        Path file = folder.resolve("journal.db");
        new Database(file).migrate();
        Database limited = new Database(folder.resolve("journal.db?max_page_count=" + PAGES));
        try (JournalWriter writer = new JournalWriter(limited);
                JournalReader reader = new JournalReader(limited)) {
            int stored = fill(writer);
            assertThat(stored).isGreaterThan(10);
            List<Draft> batch = List.of(draft(), draft(), draft());
            assertThatExceptionOfType(SQLException.class).isThrownBy(() -> writer.write(batch, List.of(), 1));
            Page page = Objects.requireNonNull(reader.read(new Read(RoomId.LOBBY, null, 0L, null, 1_000)));
            List<Entry> kept = page.entries();
            assertThat(kept).extracting(Entry::seq).hasSize(stored).endsWith((long) stored);

            makeRoom(file);
            List<Outcome> outcomes = writer.write(batch, List.of(), 1).outcomes();
            assertThat(outcomes)
                    .extracting(
                            outcome -> Objects.requireNonNull(outcome.entry()).seq())
                    .containsExactly(stored + 1L, stored + 2L, stored + 3L);
        }
    }

    private static void makeRoom(Path file) throws SQLException {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.executeUpdate("DELETE FROM entries WHERE seq <= 10");
        }
    }
}
