package chat.parley.log;

import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Refusal;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What becomes of messages: the tables that follow from entries. Within the transaction of its caller. */
final class MessageTables {
    private static final int EMOJI = 20;
    private static final int PINS = 100;

    private static final String TARGET = "SELECT e.sender, e.sender_name, e.sender_kind, e.content, c.edit,"
            + " c.deleted_time IS NOT NULL, e.client_id FROM entries e JOIN rooms r ON r.no = e.room"
            + " LEFT JOIN changes c ON c.room = e.room AND c.seq = e.seq"
            + " LEFT JOIN members m ON m.room = e.room AND m.user_id = ?1 WHERE e.room = ?2 AND e.seq = ?3"
            + " AND (r.history = 'ALL' OR e.seq >= m.since OR e.sender = ?1)";

    private static final String LATECOMERS = "SELECT EXISTS (SELECT 1 FROM members m JOIN rooms r ON r.no = m.room"
            + " WHERE m.room = ? AND r.history = 'JOINED' AND m.since > ?)";

    private static final String REPLY = "INSERT OR IGNORE INTO replies (room, root, seq) VALUES (?1,"
            + " coalesce((SELECT root FROM replies WHERE room = ?1 AND seq = ?2), ?2), ?3)";

    private final Sql sql;
    private final Audit audit;
    private final Words words;
    private final Map<RoomId, List<Files.Message>> withoutFiles = new HashMap<>();

    /** A message as it is now. {@code edit}: the entry of its last edit. */
    private record Target(
            User sender,
            MessageId id,
            Content.Message message,
            @Nullable Long edit,
            boolean deleted) {}

    private record Found(
            User sender,
            MessageId id,
            Content content,
            @Nullable Long edit,
            boolean deleted) {}

    MessageTables(Sql sql, Audit audit) {
        this.sql = sql;
        this.audit = audit;
        this.words = new Words(sql);
    }

    /** The messages that lost their files since this was last asked. */
    List<Files.Release> released() {
        List<Files.Release> released = new ArrayList<>();
        withoutFiles.forEach((room, messages) -> released.add(new Files.Release(room, messages)));
        withoutFiles.clear();
        return released;
    }

    private @Nullable Target target(long room, UserId reader, long seq) throws SQLException {
        Found found = sql.first(
                TARGET,
                row -> new Found(
                        Rows.user(row, 1),
                        new MessageId(row.getString(7)),
                        Contents.read(row.getString(4)),
                        Rows.number(row, 5),
                        row.getBoolean(6)),
                reader.value(),
                room,
                seq);
        return found != null && found.content() instanceof Content.Message message
                ? new Target(found.sender(), found.id(), message, found.edit(), found.deleted())
                : null;
    }

    /** Why an entry cannot be; null when it can. */
    @Nullable
    Refusal refusal(long room, Draft draft) throws SQLException {
        Long about = draft.content() instanceof Content.Message message
                ? message.replyTo()
                : draft.content() instanceof Content.Amendment amendment ? Long.valueOf(amendment.target()) : null;
        if (about == null) {
            return null;
        }
        Target target = target(room, draft.sender().id(), about);
        if (target == null) {
            return new Refusal(Failure.NO_SUCH_MESSAGE, "There is no message " + about + " in this room.");
        }
        if (target.deleted()) {
            return new Refusal(Failure.NO_SUCH_MESSAGE, "The message " + about + " was deleted.");
        }
        return refusal(room, draft, target);
    }

    private @Nullable Refusal refusal(long room, Draft draft, Target target) throws SQLException {
        boolean own = target.sender().id().equals(draft.sender().id());
        Content content = draft.content();
        if (content instanceof Content.Edit edit) {
            if (!own) {
                return new Refusal(Failure.FORBIDDEN, "Only who wrote a message can edit it.");
            }
            return String.valueOf(edit.text()).isBlank()
                            && target.message().files().isEmpty()
                    ? new Refusal(Failure.BAD_REQUEST, "A message has a text or a file; to take it back, delete it.")
                    : null;
        } else if (content instanceof Content.Delete) {
            return own || draft.moderates()
                    ? null
                    : new Refusal(Failure.FORBIDDEN, "Only who wrote a message, or a moderator, can delete it.");
        } else if (content instanceof Content.React react) {
            return react.on() ? tooManyEmoji(room, react) : null;
        } else if (content instanceof Content.Pin pin && pin.on()) {
            return sql.number("SELECT count(*) FROM pins WHERE room = ?", room) >= PINS
                    ? new Refusal(Failure.TOO_MANY, "A room has at most " + PINS + " pinned messages. Unpin one first.")
                    : null;
        }
        return null;
    }

    private @Nullable Refusal tooManyEmoji(long room, Content.React react) throws SQLException {
        long others = sql.number(
                "SELECT count(DISTINCT emoji) FROM reactions WHERE room = ? AND seq = ? AND emoji <> ?",
                room,
                react.target(),
                react.emoji());
        return others >= EMOJI
                ? new Refusal(Failure.TOO_MANY, "A message has at most " + EMOJI + " different reactions.")
                : null;
    }

    /**
     * An entry as everybody in the room may read it: without the text of an edit, where some came after the message that
     * it edits and may not read that. Who may reads the message.
     */
    Content shown(long room, Content content) throws SQLException {
        return content instanceof Content.Edit edit && sql.number(LATECOMERS, room, edit.target()) > 0
                ? edit.superseded()
                : content;
    }

    /** What an entry that is stored changes; {@code content} is what its sender said. */
    void apply(long room, Entry entry, Content content) throws SQLException {
        if (content instanceof Content.Message message) {
            mentions(room, entry.seq(), entry.sender().id(), message.mentions(), message.mentionsRoom());
            for (FileId file : message.allFiles()) {
                sql.update(
                        "INSERT OR IGNORE INTO attachments (file, room, seq) VALUES (?, ?, ?)",
                        file.value(),
                        room,
                        entry.seq());
            }
            if (message.replyTo() != null) {
                sql.update(REPLY, room, message.replyTo(), entry.seq());
            }
            words.add(room, entry.seq(), message);
        } else if (content instanceof Content.Edit edit) {
            edit(room, entry, edit);
        } else if (content instanceof Content.Delete delete) {
            delete(room, entry, delete.target());
        } else if (content instanceof Content.React react) {
            react(room, entry, react);
        } else if (content instanceof Content.Pin pin) {
            pin(room, entry, pin);
        }
    }

    private void mentions(long room, long seq, UserId sender, List<UserId> users, boolean everybody)
            throws SQLException {
        String insert = "INSERT OR IGNORE INTO mentions (user_id, room, seq, sender) VALUES (?, ?, ?, ?)";
        for (UserId user : users) {
            sql.update(insert, user.value(), room, seq, sender.value());
        }
        if (everybody) {
            sql.update(insert, "", room, seq, sender.value());
        }
    }

    private void edit(long room, Entry entry, Content.Edit edit) throws SQLException {
        Target target = standing(room, entry, edit.target());
        Content.Message message = target.message().saying(edit);
        supersede(room, target);
        content(room, edit.target(), message);
        sql.update(
                "INSERT INTO changes (room, seq, edit, edit_time) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (room, seq) DO UPDATE SET edit = excluded.edit, edit_time = excluded.edit_time",
                room,
                edit.target(),
                entry.seq(),
                entry.time());
        forget("mentions", room, edit.target());
        mentions(room, edit.target(), target.sender().id(), edit.mentions(), edit.mentionsRoom());
        words.remove(room, edit.target());
        words.add(room, edit.target(), message);
    }

    private Target standing(long room, Entry entry, long seq) throws SQLException {
        Target target = target(room, entry.sender().id(), seq);
        if (target == null) {
            throw new IllegalStateException("Checked before: message " + seq + " is there");
        }
        return target;
    }

    /** Only the latest text is kept: that of an earlier edit goes. */
    private void supersede(long room, Target target) throws SQLException {
        Long earlier = target.edit();
        if (earlier != null) {
            Content stored = sql.first(
                    "SELECT content FROM entries WHERE room = ? AND seq = ?",
                    row -> Contents.read(row.getString(1)),
                    room,
                    earlier);
            if (stored instanceof Content.Edit edit) {
                content(room, earlier, edit.superseded());
            }
        }
    }

    private void content(long room, long seq, Content content) throws SQLException {
        sql.update("UPDATE entries SET content = ? WHERE room = ? AND seq = ?", Contents.write(content), room, seq);
    }

    private void delete(long room, Entry entry, long seq) throws SQLException {
        Target target = standing(room, entry, seq);
        supersede(room, target);
        content(room, seq, target.message().erased());
        sql.update("UPDATE entries SET message = 0 WHERE room = ? AND seq = ?", room, seq);
        sql.update(
                "INSERT INTO changes (room, seq, deleted_by, deleted_time) VALUES (?, ?, ?, ?) ON CONFLICT (room, seq)"
                        + " DO UPDATE SET deleted_by = excluded.deleted_by, deleted_time = excluded.deleted_time,"
                        + " edit = NULL, edit_time = NULL",
                room,
                seq,
                entry.sender().id().value(),
                entry.time());
        for (String table : List.of("mentions", "attachments", "reactions", "pins", "replies")) {
            forget(table, room, seq);
        }
        words.remove(room, seq);
        if (!target.message().files().isEmpty()) {
            withoutFiles
                    .computeIfAbsent(entry.room(), unused -> new ArrayList<>())
                    .add(new Files.Message(target.sender().id(), target.id()));
        }
        if (!target.sender().id().equals(entry.sender().id())) {
            audit.note(room, entry, "deleted", target.sender(), "message " + seq);
        }
    }

    private void forget(String table, long room, long seq) throws SQLException {
        sql.update("DELETE FROM " + table + " WHERE room = ? AND seq = ?", room, seq);
    }

    private void react(long room, Entry entry, Content.React react) throws SQLException {
        String user = entry.sender().id().value();
        if (react.on()) {
            sql.update(
                    "INSERT OR IGNORE INTO reactions (room, seq, emoji, user_id, given) VALUES (?, ?, ?, ?, ?)",
                    room,
                    react.target(),
                    react.emoji(),
                    user,
                    entry.seq());
        } else {
            sql.update(
                    "DELETE FROM reactions WHERE room = ? AND seq = ? AND emoji = ? AND user_id = ?",
                    room,
                    react.target(),
                    react.emoji(),
                    user);
        }
    }

    private void pin(long room, Entry entry, Content.Pin pin) throws SQLException {
        if (pin.on()) {
            sql.update(
                    "INSERT OR IGNORE INTO pins (room, seq, pinned) VALUES (?, ?, ?)", room, pin.target(), entry.seq());
        } else {
            forget("pins", room, pin.target());
        }
    }
}
