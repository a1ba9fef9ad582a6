package chat.parley.log;

import chat.parley.bus.Failure;
import chat.parley.bus.Log.Create;
import chat.parley.bus.Log.Pair;
import chat.parley.bus.Log.Refusal;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.LookAlike;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rooms, and who is in them as what: the tables that follow from entries. Within the transaction of its caller. */
final class RoomTables {
    private final Sql sql;
    private final Audit audit;
    private final LookAlike looks = new LookAlike();

    RoomTables(Sql sql, Audit audit) {
        this.sql = sql;
        this.audit = audit;
    }

    /** Why an entry cannot be; null when it can. */
    @Nullable
    Refusal refusal(long room, Content content) throws SQLException {
        return content instanceof Content.Rename rename && isPublic(room) ? taken(room, rename.name()) : null;
    }

    private boolean isPublic(long room) throws SQLException {
        return sql.number("SELECT kind = 'PUBLIC' FROM rooms WHERE no = ?", room) == 1;
    }

    private @Nullable Refusal taken(long room, String name) throws SQLException {
        for (String look : looks.of(name)) {
            String other = sql.first(
                    "SELECT r.name FROM looks l JOIN rooms r ON r.no = l.room WHERE l.look = ? AND l.room <> ?",
                    row -> row.getString(1),
                    look,
                    room);
            if (other != null) {
                String sentence = other.equals(name)
                        ? "There is a public room " + name + " already. Please choose another name."
                        : "The name " + name + " looks like " + other
                                + ", which is a public room. Please choose another.";
                return new Refusal(Failure.NAME_TAKEN, sentence);
            }
        }
        return null;
    }

    /** What an entry that is stored changes. */
    void apply(long room, Entry entry) throws SQLException {
        Content content = entry.content();
        if (content instanceof Content.Message) {
            return;
        }
        if (content instanceof Content.Member member) {
            membership(room, entry, member);
        } else if (content instanceof Content.Mute mute) {
            mute(room, mute);
        } else if (content instanceof Content.SetRole role) {
            sql.update(
                    "UPDATE members SET rank = ? WHERE room = ? AND user_id = ?",
                    role.role().rank(),
                    room,
                    role.user().id().value());
        } else if (content instanceof Content.Topic topic) {
            sql.update("UPDATE rooms SET topic = ? WHERE no = ?", topic.topic(), room);
        } else if (content instanceof Content.Rename rename) {
            rename(room, rename.name());
        } else if (content instanceof Content.Settings settings) {
            settings(room, settings);
        } else if (content instanceof Content.Created) {
            join(room, entry.sender(), Role.OWNER, entry.seq());
        }
        audit.note(room, entry);
    }

    private void membership(long room, Entry entry, Content.Member member) throws SQLException {
        User user = member.user();
        switch (member.change()) {
            case JOINED -> join(room, user, Role.MEMBER, entry.seq());
            case LEFT, KICKED, DECLINED -> leave(room, user);
            case BANNED -> {
                leave(room, user);
                sql.update(
                        "INSERT OR REPLACE INTO bans (room, user_id, name, kind, time, by_name, reason)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        room,
                        user.id().value(),
                        user.name().value(),
                        user.kind().name(),
                        entry.time(),
                        entry.sender().name().value(),
                        member.reason());
            }
            case UNBANNED -> remove("bans", room, user.id());
            case INVITED ->
                sql.update(
                        "INSERT OR REPLACE INTO invites (room, user_id, name, kind, by_id, by_name, by_kind)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                        room,
                        user.id().value(),
                        user.name().value(),
                        user.kind().name(),
                        entry.sender().id().value(),
                        entry.sender().name().value(),
                        entry.sender().kind().name());
        }
    }

    private void join(long room, User user, Role role, long seq) throws SQLException {
        remove("invites", room, user.id());
        insertMember(room, user, role, seq);
        sql.update(
                "INSERT OR REPLACE INTO reads (user_id, room, seq) VALUES (?, ?, ?)",
                user.id().value(),
                room,
                seq);
    }

    private void insertMember(long room, User user, Role role, long since) throws SQLException {
        int added = sql.update(
                "INSERT INTO members (room, user_id, name, kind, rank, since, folded) VALUES (?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT DO NOTHING",
                room,
                user.id().value(),
                user.name().value(),
                user.kind().name(),
                role.rank(),
                since,
                LookAlike.fold(user.name().value()));
        count(room, user, added);
    }

    private void leave(long room, User user) throws SQLException {
        remove("invites", room, user.id());
        if (remove("members", room, user.id()) == 1) {
            count(room, user, -1);
            sql.update(
                    "DELETE FROM reads WHERE user_id = ? AND room = ?",
                    user.id().value(),
                    room);
        }
    }

    private int remove(String table, long room, UserId user) throws SQLException {
        return sql.update("DELETE FROM " + table + " WHERE room = ? AND user_id = ?", room, user.value());
    }

    private void count(long room, User user, int more) throws SQLException {
        sql.update(
                "UPDATE rooms SET member_count = member_count + ?, guest_count = guest_count + ? WHERE no = ?",
                more,
                user.kind() == UserKind.GUEST ? more : 0,
                room);
    }

    /** Whether somebody who is in the room has read further than before. */
    boolean mark(long room, UserId user, long seq) throws SQLException {
        return sql.update(
                        "INSERT INTO reads (user_id, room, seq) SELECT ?1, ?2, ?3 WHERE ?2 = 1"
                                + " OR EXISTS (SELECT 1 FROM members WHERE room = ?2 AND user_id = ?1)"
                                + " ON CONFLICT (user_id, room) DO UPDATE SET seq = excluded.seq"
                                + " WHERE excluded.seq > seq",
                        user.value(),
                        room,
                        seq)
                == 1;
    }

    private void mute(long room, Content.Mute mute) throws SQLException {
        if (mute.until() == null) {
            remove("mutes", room, mute.user().id());
        } else {
            sql.update(
                    "INSERT OR REPLACE INTO mutes (room, user_id, until) VALUES (?, ?, ?)",
                    room,
                    mute.user().id().value(),
                    mute.until());
        }
    }

    private void rename(long room, String name) throws SQLException {
        sql.update("UPDATE rooms SET name = ?, folded = ? WHERE no = ?", name, LookAlike.fold(name), room);
        if (isPublic(room)) {
            sql.update("DELETE FROM looks WHERE room = ?", room);
            look(room, name);
        }
    }

    private void look(long room, String name) throws SQLException {
        for (String look : looks.of(name)) {
            sql.update("INSERT INTO looks (look, room) VALUES (?, ?)", look, room);
        }
    }

    private void settings(long room, Content.Settings settings) throws SQLException {
        if (settings.history() != null) {
            sql.update(
                    "UPDATE rooms SET history = ? WHERE no = ?",
                    settings.history().name(),
                    room);
        }
        if (settings.archived() != null) {
            sql.update("UPDATE rooms SET archived = ? WHERE no = ?", settings.archived() ? 1 : 0, room);
        }
        Integer days = settings.retentionDays();
        if (days != null) {
            sql.update("UPDATE rooms SET retention_days = ? WHERE no = ?", days == 0 ? null : days, room);
        }
    }

    /** Makes a room without entries; answers its number. */
    long create(Create create, long time) throws SQLException {
        Room room = create.room();
        long owned = sql.number(
                "SELECT count(*) FROM members WHERE user_id = ? AND rank = 0",
                create.creator().id().value());
        if (owned >= create.mostOwned()) {
            throw Failure.TOO_MANY.because("You own " + owned + " rooms, and nobody may own more than "
                    + create.mostOwned() + ". Hand one over or leave it first.");
        }
        Set<String> looksLike = room.kind() == Room.Kind.PUBLIC ? looks.of(room.name()) : Set.of();
        Refusal refusal = looksLike.isEmpty() ? null : taken(0, room.name());
        if (refusal != null) {
            throw refusal.failure().because(refusal.sentence());
        }
        sql.update(
                "INSERT INTO rooms (id, kind, created, name, folded, topic, history) VALUES (?, ?, ?, ?, ?, ?, ?)",
                room.id().value(),
                room.kind().name(),
                time,
                room.name(),
                LookAlike.fold(room.name()),
                room.topic(),
                room.history().name());
        long no = number(room.id());
        for (String look : looksLike) {
            sql.update("INSERT INTO looks (look, room) VALUES (?, ?)", look, no);
        }
        return no;
    }

    private long number(RoomId room) throws SQLException {
        return sql.number("SELECT no FROM rooms WHERE id = ?", room.value());
    }

    /** The conversation that two people have; null when they have none. */
    @Nullable
    RoomId direct(Pair pair) throws SQLException {
        return sql.first(
                "SELECT id FROM rooms WHERE pair = ?",
                row -> new RoomId(row.getString(1)),
                Rows.pair(pair.one().id(), pair.other().id()));
    }

    RoomId createDirect(Pair pair, long time) throws SQLException {
        long has = sql.number(
                "SELECT count(*) FROM members m JOIN rooms r ON r.no = m.room WHERE m.user_id = ? AND r.kind = 'DIRECT'",
                pair.one().id().value());
        if (has >= pair.most()) {
            throw Failure.TOO_MANY.because(
                    "You have " + has + " direct conversations, and nobody may have more than " + pair.most() + ".");
        }
        RoomId id = RoomId.random();
        sql.update(
                "INSERT INTO rooms (id, kind, pair, created) VALUES (?, 'DIRECT', ?, ?)",
                id.value(),
                Rows.pair(pair.one().id(), pair.other().id()),
                time);
        long no = number(id);
        insertMember(no, pair.one(), Role.MEMBER, 1);
        insertMember(no, pair.other(), Role.MEMBER, 1);
        return id;
    }
}
