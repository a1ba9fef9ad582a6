package chat.parley.log;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.bus.Failure;
import chat.parley.bus.Log.Create;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Mark;
import chat.parley.bus.Log.Outcome;
import chat.parley.bus.Log.Page;
import chat.parley.bus.Log.Read;
import chat.parley.bus.Log.Search;
import chat.parley.bus.Rooms.View;
import chat.parley.model.Content;
import chat.parley.model.Content.Change;
import chat.parley.model.Entry;
import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.MessageId;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on a real file: what an entry changes beside itself, and what is left when it is removed. */
class JournalTest {
    private static final long NOW = 1_760_000_000_000L;
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir
    private Path folder;

    private final User ann = new User(UserId.random(), new UserName("ann"), UserKind.MEMBER);
    private final User bob = new User(UserId.random(), new UserName("bob"), UserKind.GUEST);
    private Database database;
    private JournalWriter writer;
    private JournalReader reader;

    @BeforeEach
    void open() throws SQLException {
        database = new Database(folder.resolve("journal.db"));
        database.migrate();
        writer = new JournalWriter(database);
        reader = new JournalReader(database);
    }

    @AfterEach
    void close() throws SQLException {
        reader.close();
        writer.close();
    }

    private RoomId room(Room.Kind kind) throws SQLException {
        Room room = new Room(
                RoomId.random(),
                kind,
                "Room " + MessageId.at(NOW),
                "",
                Room.usualHistory(kind),
                false,
                null,
                Room.Label.OPEN,
                Room.LabelReason.PUBLIC,
                List.of());
        return writer.create(new Create(room, ann, MessageId.at(NOW), List.of(), 1_000), NOW)
                .room();
    }

    private Outcome write(RoomId room, User sender, Content content, long time) throws SQLException {
        return writer.write(List.of(new Draft(room, sender, MessageId.at(time), content)), List.of(), time)
                .outcomes()
                .get(0);
    }

    private long append(RoomId room, User sender, Content content, long time) throws SQLException {
        Entry entry = write(room, sender, content, time).entry();
        return Objects.requireNonNull(entry).seq();
    }

    private static Content.Message text(String text) {
        return new Content.Message(text, List.of());
    }

    private Page page(RoomId room, @Nullable UserId who) throws SQLException {
        return reader.inOneState(each -> Objects.requireNonNull(each.read(new Read(room, who, 0L, null, 100))));
    }

    private View view(RoomId room, User who) throws SQLException {
        return reader.inOneState(each -> Objects.requireNonNull(each.rooms().find(room, who.id(), false)));
    }

    /** A backup by other means, a checkpoint, or whoever looks after the file is not to wait for a writer that is idle. */
    @Test
    void write_committed_leavesTheFileToOtherWriters() throws SQLException {
        writer.check();
        RoomId room = room(Room.Kind.PUBLIC);
        View view =
                reader.inOneState(read -> Objects.requireNonNull(read.rooms().find(room, null, false)));
        assertThat(view.last()).isEqualTo(1);
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
                Statement statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            try (ResultSet checkpoint = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                assertThat(checkpoint.getInt("busy")).isZero();
            }
        }
        writer.check();
    }

    @Test
    void sweep_overItsTime_isGoneEverywhere_andNumbersGoOn() throws Exception {
        RoomId room = room(Room.Kind.PUBLIC);
        FileRef file = new FileRef(FileId.random(), "old.txt", "text/plain", 3);
        append(room, ann, new Content.Settings(null, 7, null), NOW);
        long old = append(room, ann, new Content.Message("numbat", List.of(file)), NOW);
        append(room, ann, new Content.React(old, "👍", true), NOW);
        append(room, ann, new Content.Pin(old, true), NOW);
        long young = append(room, ann, text("numbat again"), NOW + 5 * DAY);
        assertThat(writer.sweep(NOW + 6 * DAY, 3)).allMatch(swept -> !swept.more());
        assertThat(page(room, ann.id()).first()).isEqualTo(1);
        List<Retention.Swept> first = writer.sweep(NOW + 8 * DAY, 3);
        assertThat(first).singleElement().satisfies(swept -> {
            assertThat(swept.more()).as("no more than 3 at once").isTrue();
            assertThat(swept.released().messages()).hasSize(1);
        });
        assertThat(writer.sweep(NOW + 8 * DAY, 3)).allMatch(swept -> !swept.more());
        Page page = page(room, ann.id());
        assertThat(page.first()).isEqualTo(young);
        assertThat(page.entries()).extracting(Entry::seq).containsExactly(young);
        assertThat(found("numbat")).containsExactly("numbat again");
        for (String table : List.of("reactions", "pins", "attachments")) {
            assertThat(count(table)).as(table).isZero();
        }
        assertThat(writer.sweep(NOW + 30 * DAY, 3)).hasSize(1);
        assertThat(page(room, ann.id()).entries()).isEmpty();
        assertThat(page(room, ann.id()).last()).isEqualTo(young);
        writer.close();
        writer = new JournalWriter(database);
        assertThat(append(room, ann, text("on"), NOW + 30 * DAY))
                .as("a number is never given twice")
                .isEqualTo(young + 1);
        assertThat(count("audit")).as("the audit stays").isEqualTo(2);
    }

    private long count(String table) throws SQLException {
        try (Sql sql = database.open()) {
            return sql.number("SELECT count(*) FROM " + table);
        }
    }

    private List<String> found(String query) throws SQLException {
        try (SearchReader search = new SearchReader(database)) {
            List<String> texts = new ArrayList<>();
            search.search(new Search(ann.id(), query, null, null, null, null, null, 20))
                    .hits()
                    .forEach(hit -> texts.add(((Content.Message) hit.entry().content()).text()));
            return texts;
        }
    }

    @Test
    void unread_countsOthersMessagesThatStand() throws Exception {
        RoomId room = room(Room.Kind.PUBLIC);
        append(room, bob, new Content.Member(bob, Change.JOINED, null), NOW);
        append(room, ann, text("one"), NOW);
        long two = append(room, ann, new Content.Message("@bob", List.of(), null, List.of(bob.id()), false), NOW);
        append(room, bob, text("own"), NOW);
        append(room, ann, new Content.React(two, "👍", true), NOW);
        append(room, ann, new Content.Message("@room", List.of(), null, List.of(), true), NOW);
        assertThat(Objects.requireNonNull(view(room, bob).mine()).unread()).isEqualTo(3);
        assertThat(Objects.requireNonNull(view(room, bob).mine()).mentions()).isEqualTo(2);
        append(room, ann, new Content.Delete(two), NOW);
        assertThat(Objects.requireNonNull(view(room, bob).mine()).unread()).isEqualTo(2);
        assertThat(Objects.requireNonNull(view(room, bob).mine()).mentions()).isEqualTo(1);
        assertThat(writer.write(List.of(), List.of(new Mark(bob.id(), room, 99)), NOW)
                        .moved())
                .containsExactly(true);
        assertThat(Objects.requireNonNull(view(room, bob).mine()).unread()).isZero();
        User eve = new User(UserId.random(), new UserName("eve"), UserKind.GUEST);
        assertThat(writer.write(List.of(), List.of(new Mark(eve.id(), room, 99)), NOW)
                        .moved())
                .as("nobody marks what is not theirs")
                .containsExactly(false);
        assertThat(count("reads")).isEqualTo(2);
    }

    @Test
    void write_oneDraftRefused_theOthersAreStored() throws Exception {
        RoomId room = room(Room.Kind.PUBLIC);
        List<Outcome> outcomes = writer.write(
                        List.of(
                                new Draft(room, ann, MessageId.at(NOW), text("one")),
                                new Draft(room, bob, MessageId.at(NOW), new Content.Delete(2)),
                                new Draft(RoomId.random(), ann, MessageId.at(NOW), text("nowhere")),
                                new Draft(room, ann, MessageId.at(NOW), new Content.Edit(2, "two", null, false))),
                        List.of(),
                        NOW)
                .outcomes();
        assertThat(outcomes).extracting(outcome -> outcome.entry() != null).containsExactly(true, false, false, true);
        assertThat(Objects.requireNonNull(outcomes.get(1).refusal()).failure()).isEqualTo(Failure.FORBIDDEN);
        assertThat(Objects.requireNonNull(outcomes.get(2).refusal()).failure()).isEqualTo(Failure.NO_SUCH_ROOM);
        assertThat(page(room, ann.id()).entries())
                .extracting(Entry::seq)
                .as("dense, also around what was refused")
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void rename_toALookAlike_isRefused_andTheOwnOneIsNot() throws Exception {
        RoomId one = room(Room.Kind.PUBLIC);
        RoomId other = room(Room.Kind.PUBLIC);
        append(one, ann, new Content.Rename("History"), NOW);
        assertThat(Objects.requireNonNull(write(other, ann, new Content.Rename("Hist\u043ery"), NOW)
                                .refusal())
                        .failure())
                .isEqualTo(Failure.NAME_TAKEN);
        append(one, ann, new Content.Rename("HISTORY"), NOW);
        append(one, ann, new Content.Rename("Geography"), NOW);
        append(other, ann, new Content.Rename("History"), NOW);
    }

    @Test
    void migrate_journalOfTheFirstSchema_keepsAllAndFindsAll() throws Exception {
        Path old = folder.resolve("old.db");
        String url = "jdbc:sqlite:" + old;
        Flyway.configure()
                .dataSource(url, null, null)
                .locations("classpath:db/journal")
                .target("1")
                .load()
                .migrate();
        FileId file = FileId.random();
        RoomId direct = RoomId.random();
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement()) {
            sql.executeUpdate("INSERT INTO rooms (no, id, kind, pair, created) VALUES (2, '" + direct + "', 'DIRECT', '"
                    + Rows.pair(ann.id(), bob.id()) + "', 0)");
            for (User user : List.of(ann, bob)) {
                sql.executeUpdate("INSERT INTO members VALUES (2, '" + user.id() + "', '" + user.name() + "', '"
                        + user.kind() + "')");
            }
            for (int room = 1; room <= 2; room++) {
                sql.executeUpdate("INSERT INTO entries VALUES (" + room + ", 1, " + NOW + ", '" + ann.id()
                        + "', 'ann', 'MEMBER', '" + MessageId.at(NOW) + "', '{\"type\":\"message\",\"text\":\"numbat "
                        + room
                        + "\",\"files\":[{\"id\":\"" + file + "\",\"name\":\"a\",\"type\":\"t\",\"size\":1}]}')");
            }
        }
        database = new Database(old);
        database.migrate();
        close();
        writer = new JournalWriter(database);
        reader = new JournalReader(database);
        assertThat(found("numbat")).containsExactlyInAnyOrder("numbat 1", "numbat 2");
        View view = view(direct, bob);
        assertThat(view.members()).isEqualTo(2);
        assertThat(view.room().labelReason()).isEqualTo(Room.LabelReason.GUEST);
        assertThat(Objects.requireNonNull(view.mine()).unread()).isZero();
        boolean mayRead = reader.inOneState(each -> each.lookups().mayRead(bob.id(), file));
        assertThat(mayRead).isTrue();
        assertThat(append(direct, bob, text("on"), NOW)).isEqualTo(2);
        append(direct, ann, new Content.Edit(1, "edited", null, false), NOW);
        assertThat(page(direct, bob.id()).entries().get(0).state()).isNotNull();
    }
}
