package chat.parley.log;

import chat.parley.bus.Files;
import chat.parley.bus.Log.Attachment;
import chat.parley.bus.Log.Page;
import chat.parley.bus.Log.Read;
import chat.parley.bus.Log.Stored;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.sql.Connection;
import java.sql.PreparedStatement;
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

    private static final String COLUMNS = "SELECT ?, seq, time, sender, sender_name, sender_kind, client_id, content"
            + " FROM entries WHERE room = ? AND seq ";

    private final Connection connection;
    private final PreparedStatement up;
    private final PreparedStatement down;
    private final PreparedStatement find;
    private final PreparedStatement directs;
    private final PreparedStatement sent;

    JournalReader(Database database) throws SQLException {
        connection = database.open();
        up = connection.prepareStatement(COLUMNS + "> ? ORDER BY seq LIMIT ?");
        down = connection.prepareStatement(COLUMNS + "< ? ORDER BY seq DESC LIMIT ?");
        String room = "SELECT no, id, kind, (SELECT min(seq) FROM entries WHERE room = no),"
                + " (SELECT max(seq) FROM entries WHERE room = no) FROM rooms";
        find = connection.prepareStatement(room + " WHERE id = ?");
        sent = connection.prepareStatement(
                "SELECT r.id, seq, time, sender, sender_name, sender_kind, client_id, content"
                        + " FROM entries e JOIN rooms r ON r.no = e.room WHERE sender = ? AND client_id = ?");
        directs = connection.prepareStatement(
                room + " WHERE kind = 'DIRECT' AND no IN (SELECT room FROM members WHERE user_id = ?)");
    }

    /** The files that these messages refer to. */
    List<Attachment> attached(List<Files.Message> messages) throws SQLException {
        List<Attachment> attachments = new ArrayList<>();
        for (Files.Message message : messages) {
            sent.setString(1, message.sender().value());
            sent.setString(2, message.id().value());
            try (ResultSet row = sent.executeQuery()) {
                if (row.next() && Rows.entry(row).content() instanceof Content.Message content) {
                    RoomId room = new RoomId(row.getString(1));
                    content.files().forEach(file -> attachments.add(new Attachment(room, message.id(), file.id())));
                }
            }
        }
        return attachments;
    }

    @Nullable
    Stored find(RoomId room) throws SQLException {
        find.setString(1, room.value());
        List<Stored> found = rooms(find);
        return found.isEmpty() ? null : found.get(0);
    }

    List<Stored> directs(UserId user) throws SQLException {
        directs.setString(1, user.value());
        return rooms(directs);
    }

    private List<Stored> rooms(PreparedStatement select) throws SQLException {
        List<Stored> rooms = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                RoomId id = new RoomId(row.getString(2));
                Room room = Room.Kind.valueOf(row.getString(3)) == Room.Kind.LOBBY
                        ? Room.LOBBY
                        : Rows.direct(connection, row.getLong(1), id);
                rooms.add(new Stored(room, Math.max(1, row.getLong(4)), row.getLong(5)));
            }
        }
        return rooms;
    }

    /** A page, or null when there is no such room. */
    @Nullable
    Page read(Read wanted) throws SQLException {
        find.setString(1, wanted.room().value());
        long no;
        long first;
        long last;
        try (ResultSet row = find.executeQuery()) {
            if (!row.next()) {
                return null;
            }
            no = row.getLong(1);
            first = Math.max(1, row.getLong(4));
            last = row.getLong(5);
        }
        Long after = wanted.after();
        if (after != null) {
            return new Page(entries(up, wanted, no, after), first, last);
        }
        long before = wanted.before() == null ? Long.MAX_VALUE : wanted.before();
        List<Entry> newestFirst = entries(down, wanted, no, before);
        Collections.reverse(newestFirst);
        return new Page(newestFirst, first, last);
    }

    private static List<Entry> entries(PreparedStatement select, Read wanted, long no, long bound) throws SQLException {
        select.setString(1, wanted.room().value());
        select.setLong(2, no);
        select.setLong(3, bound);
        select.setInt(4, wanted.limit());
        List<Entry> entries = new ArrayList<>(Math.min(wanted.limit(), 256));
        int chars = 0;
        try (ResultSet row = select.executeQuery()) {
            while (chars < PAGE_CHARS && row.next()) {
                entries.add(Rows.entry(row));
                chars += row.getString(8).length() + 200;
            }
        }
        return entries;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
