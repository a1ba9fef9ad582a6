package chat.parley.log;

import chat.parley.bus.Log.FindPublic;
import chat.parley.bus.Log.ListMembers;
import chat.parley.bus.Log.Listed;
import chat.parley.bus.Log.Loaded;
import chat.parley.bus.Log.Member;
import chat.parley.bus.Log.Members;
import chat.parley.bus.Log.Muted;
import chat.parley.bus.Log.PublicRoom;
import chat.parley.bus.Rooms.Mine;
import chat.parley.bus.Rooms.View;
import chat.parley.model.LookAlike;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rooms, and who is in them. Within the transaction of its caller. */
final class RoomReader {
    private static final String SEEN = "SELECT r.no, r.id, r.kind, r.name, r.topic, r.history, r.archived,"
            + " r.retention_days, r.floor, r.member_count, r.guest_count,"
            + " (SELECT max(seq) FROM entries WHERE room = r.no),"
            + " m.rank, m.since, u.until, d.seq, i.by_id, i.by_name, i.by_kind FROM rooms r"
            + " LEFT JOIN members m ON m.room = r.no AND m.user_id = ?1"
            + " LEFT JOIN invites i ON i.room = r.no AND i.user_id = ?1"
            + " LEFT JOIN mutes u ON u.room = r.no AND u.user_id = ?1"
            + " LEFT JOIN reads d ON d.room = r.no AND d.user_id = ?1";
    private static final String ROOMS_OF = SEEN + " WHERE r.no IN (SELECT 1 UNION SELECT room FROM members"
            + " WHERE user_id = ?1 UNION SELECT room FROM invites WHERE user_id = ?1) ORDER BY r.no";
    private static final String PEOPLE = "SELECT user_id, name, kind FROM ";
    private static final String MEMBERS = "SELECT m.user_id, m.name, m.kind, m.rank, u.until FROM members m"
            + " LEFT JOIN mutes u ON u.room = m.room AND u.user_id = m.user_id WHERE m.room = ?1"
            + " AND (m.rank, m.folded, m.user_id) > (?2, ?3, ?4) AND (?5 IS NULL OR substr(m.folded, 1, length(?5)) = ?5)"
            + " ORDER BY m.rank, m.folded, m.user_id LIMIT ?6";
    private static final String PUBLIC = "SELECT r.id, r.name, r.topic, r.member_count, m.user_id FROM rooms r"
            + " LEFT JOIN members m ON m.room = r.no AND m.user_id = ?1 WHERE r.kind = 'PUBLIC' AND r.archived = 0"
            + " AND (r.folded, r.no) > (?2, ?3) AND (?4 IS NULL OR instr(r.folded, ?4) > 0)"
            + " ORDER BY r.folded, r.no LIMIT ?5";

    private final Sql sql;
    private final UnreadReader unread;

    RoomReader(Sql sql) {
        this.sql = sql;
        this.unread = new UnreadReader(sql);
    }

    /** A room as somebody may see it: its number in the tables, and the numbers that may be read. */
    record Seen(long no, Room room, long first, long last, int members, boolean joined, Row row) {}

    /** What a room is to the reader, as the tables have it. */
    record Row(
            @Nullable Integer rank,
            @Nullable Long mutedUntil,
            @Nullable Long read,
            @Nullable User invitedBy) {}

    /** The room, if there is one that the reader may read; {@code reader} null: whoever asks knows that it may be read. */
    @Nullable
    Seen readable(RoomId room, @Nullable UserId reader) throws SQLException {
        Seen seen = seen(room, reader);
        return seen == null || (reader != null && !seen.joined()) ? null : seen;
    }

    private @Nullable Seen seen(RoomId room, @Nullable UserId reader) throws SQLException {
        return sql.first(SEEN + " WHERE r.id = ?2", this::seen, reader == null ? null : reader.value(), room.value());
    }

    @Nullable
    View find(RoomId room, @Nullable UserId reader, boolean invited) throws SQLException {
        Seen seen = seen(room, reader);
        if (seen == null
                || (reader != null && !seen.joined() && !(invited && seen.row().invitedBy() != null))) {
            return null;
        }
        return view(seen, reader);
    }

    List<View> roomsOf(UserId user) throws SQLException {
        List<View> views = new ArrayList<>();
        for (Seen seen : sql.list(ROOMS_OF, this::seen, user.value())) {
            views.add(view(seen, user));
        }
        return views;
    }

    private Seen seen(ResultSet row) throws SQLException {
        long no = row.getLong(1);
        Room room = room(row);
        long floor = row.getLong(9);
        long last = Math.max(floor, row.getLong(12));
        int rank = row.getInt(13);
        boolean isMember = !row.wasNull();
        boolean joined = isMember || room.kind() == Room.Kind.LOBBY;
        long since = room.history() == Room.History.JOINED ? row.getLong(14) : 1;
        Row mine = new Row(
                isMember ? rank : null,
                Rows.number(row, 15),
                Rows.number(row, 16),
                row.getString(17) == null ? null : Rows.user(row, 17));
        return new Seen(no, room, Math.max(floor + 1, since), last, row.getInt(10), joined, mine);
    }

    private View view(Seen seen, @Nullable UserId reader) throws SQLException {
        if (reader == null) {
            return new View(seen.room(), seen.first(), seen.last(), seen.members(), null);
        }
        Row row = seen.row();
        if (!seen.joined()) {
            return new View(seen.room(), 1, 0, 0, new Mine(Role.MEMBER, null, 0, 0, 0, row.invitedBy()));
        }
        long read = read(seen);
        UnreadReader.Counts counts = unread.after(seen.no(), reader, Math.max(read, seen.first() - 1));
        Role role = row.rank() == null ? Role.MEMBER : Role.ofRank(row.rank());
        Long until = row.mutedUntil();
        Mine mine = new Mine(
                role,
                until != null && until > System.currentTimeMillis() ? until : null,
                read,
                counts.unread(),
                counts.mentions(),
                null);
        return new View(seen.room(), seen.first(), seen.last(), seen.members(), mine);
    }

    /** How far somebody has read; who comes to the lobby for the first time has nothing to catch up with. */
    private static long read(Seen seen) {
        Long read = seen.row().read();
        if (read != null) {
            return read;
        }
        return seen.room().kind() == Room.Kind.LOBBY ? seen.last() : seen.first() - 1;
    }

    private Room room(ResultSet row) throws SQLException {
        RoomId id = new RoomId(row.getString(2));
        Room.Kind kind = Room.Kind.valueOf(row.getString(3));
        Integer retention = row.getInt(8);
        if (row.wasNull()) {
            retention = null;
        }
        if (kind == Room.Kind.LOBBY) {
            return Room.lobby(row.getString(5), retention);
        }
        if (kind == Room.Kind.DIRECT) {
            List<User> two = people("members", row.getLong(1));
            return Room.direct(id, two.get(0), two.get(1));
        }
        return new Room(
                id,
                kind,
                row.getString(4),
                row.getString(5),
                Room.History.valueOf(row.getString(6)),
                row.getInt(7) == 1,
                retention,
                Room.Label.OPEN,
                Room.reason(kind, row.getInt(11) > 0),
                List.of());
    }

    /** Those of a table of people, whose name is one of ours. */
    private List<User> people(String table, long no) throws SQLException {
        return sql.list(PEOPLE + table + " WHERE room = ?", row -> Rows.user(row, 1), no);
    }

    @Nullable
    Loaded load(RoomId id, long now) throws SQLException {
        Seen seen = seen(id, null);
        if (seen == null) {
            return null;
        }
        long no = seen.no();
        return new Loaded(
                seen.room(),
                sql.list(
                        "SELECT user_id, name, kind, rank FROM members WHERE room = ?",
                        row -> new Member(Rows.user(row, 1), Role.ofRank(row.getInt(4))),
                        no),
                people("invites", no),
                people("bans", no),
                sql.list(
                        "SELECT user_id, until FROM mutes WHERE room = ? AND until > ?",
                        row -> new Muted(new UserId(row.getString(1)), row.getLong(2)),
                        no,
                        now));
    }

    @Nullable
    Members members(ListMembers wanted, long now) throws SQLException {
        Seen seen = readable(wanted.room(), wanted.reader());
        if (seen == null) {
            return null;
        }
        UserId after = wanted.after();
        Position from = after == null
                ? Position.START
                : sql.first(
                        "SELECT rank, folded, user_id FROM members WHERE room = ? AND user_id = ?",
                        row -> new Position(row.getInt(1), row.getString(2), row.getString(3)),
                        seen.no(),
                        after.value());
        if (from == null) {
            from = Position.START; // whoever it was has left meanwhile
        }
        List<Listed> listed = sql.list(
                MEMBERS,
                row -> {
                    Long until = Rows.number(row, 5);
                    return new Listed(
                            Rows.user(row, 1), Role.ofRank(row.getInt(4)), until != null && until > now ? until : null);
                },
                seen.no(),
                from.rank(),
                from.folded(),
                from.user(),
                wanted.query() == null ? null : LookAlike.fold(wanted.query()),
                wanted.limit());
        return new Members(listed, seen.members());
    }

    private record Position(int rank, String folded, String user) {
        static final Position START = new Position(-1, "", "");
    }

    List<PublicRoom> publicRooms(FindPublic wanted) throws SQLException {
        RoomId after = wanted.after();
        Position from = after == null
                ? null
                : sql.first(
                        "SELECT no, folded FROM rooms WHERE id = ? AND kind = 'PUBLIC'",
                        row -> new Position(row.getInt(1), row.getString(2), ""),
                        after.value());
        return sql.list(
                PUBLIC,
                row -> new PublicRoom(
                        new RoomId(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getString(5) != null),
                wanted.reader().value(),
                from == null ? "" : from.folded(),
                from == null ? 0 : from.rank(),
                wanted.query() == null ? null : LookAlike.fold(wanted.query()),
                wanted.limit());
    }
}
