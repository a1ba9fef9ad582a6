package chat.parley.log;

import chat.parley.bus.Files;
import chat.parley.bus.Log.Attachment;
import chat.parley.bus.Log.Page;
import chat.parley.bus.Log.Read;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reading connection of the journal. Blocking, and used by one thread at a time. */
final class JournalReader implements AutoCloseable {
    /** Characters of content in one page, about; the last entry may go over it. */
    private static final int PAGE_CHARS = 256 * 1024;

    private static final String ENTRIES =
            "SELECT " + Rows.ENTRY + " FROM entries e JOIN rooms r ON r.no = e.room" + " WHERE e.room = ? AND e.seq ";
    private static final String UP = ENTRIES + "> ? ORDER BY e.seq LIMIT ?";
    private static final String DOWN = ENTRIES + "BETWEEN ? AND ? ORDER BY e.seq DESC LIMIT ?";

    private static final String SENT = "SELECT " + Rows.ENTRY
            + " FROM entries e JOIN rooms r ON r.no = e.room WHERE e.sender = ? AND e.client_id = ?";

    private final Sql sql;
    private final RoomReader rooms;
    private final StateReader states;
    private final Lookups lookups;

    JournalReader(Database database) throws SQLException {
        sql = database.open();
        rooms = new RoomReader(sql);
        states = new StateReader(sql);
        lookups = new Lookups(sql, rooms, states);
    }

    /** What is read here sees one state of the journal: nobody is removed between the check and the reading. */
    <T> T inOneState(Reading<T> reading) throws SQLException {
        try {
            return reading.from(this);
        } finally {
            sql.rollback();
        }
    }

    interface Reading<T> {
        T from(JournalReader reader) throws SQLException;
    }

    RoomReader rooms() {
        return rooms;
    }

    Lookups lookups() {
        return lookups;
    }

    /** A page, or null when there is no such room for this reader. */
    @Nullable
    Page read(Read wanted) throws SQLException {
        RoomReader.Seen seen = rooms.readable(wanted.room(), wanted.reader());
        if (seen == null) {
            return null;
        }
        long first = seen.first();
        Long after = wanted.after();
        List<Entry> entries;
        if (after != null) {
            entries = entries(
                    wanted.limit(),
                    sql.bound(UP, seen.no(), Math.max(after, first - 1), wanted.limit())
                            .executeQuery());
        } else {
            long before = wanted.before() == null ? Long.MAX_VALUE : wanted.before();
            entries = entries(
                    wanted.limit(),
                    sql.bound(DOWN, seen.no(), first, before - 1, wanted.limit())
                            .executeQuery());
            Collections.reverse(entries);
        }
        return new Page(states.stated(seen.no(), entries), first, seen.last());
    }

    /** The files that these messages refer to. */
    List<Attachment> attached(List<Files.Message> messages) throws SQLException {
        List<Attachment> attachments = new ArrayList<>();
        for (Files.Message message : messages) {
            Entry entry = sql.first(
                    SENT, Rows::entry, message.sender().value(), message.id().value());
            if (entry != null && entry.content() instanceof Content.Message content) {
                content.allFiles().forEach(file -> attachments.add(new Attachment(entry.room(), message.id(), file)));
            }
        }
        return attachments;
    }

    private static List<Entry> entries(int limit, ResultSet rows) throws SQLException {
        List<Entry> entries = new ArrayList<>(Math.min(limit, 256));
        int chars = 0;
        try (rows) {
            while (chars < PAGE_CHARS && rows.next()) {
                entries.add(Rows.entry(rows));
                chars += rows.getString(Rows.CONTENT).length() + 200;
            }
        }
        return entries;
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }
}
