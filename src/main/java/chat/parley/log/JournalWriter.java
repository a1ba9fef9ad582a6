package chat.parley.log;

import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.bus.Log.Create;
import chat.parley.bus.Log.Created;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Mark;
import chat.parley.bus.Log.Outcome;
import chat.parley.bus.Log.Pair;
import chat.parley.bus.Log.Refusal;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.storage.WriteCheck;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writing connection of the journal. Blocking, and used by one thread at a time. A number is assigned inside
 * the transaction and counts only once its commit returned; what an entry changes in the other tables is in there too.
 */
final class JournalWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);

    private static final String INSERT = "INSERT INTO entries"
            + " (room, seq, time, sender, sender_name, sender_kind, client_id, content, message)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (sender, client_id) DO NOTHING";
    private static final String STORED = "SELECT " + Rows.ENTRY + ", c.seq FROM entries e JOIN rooms r ON r.no = e.room"
            + " LEFT JOIN changes c ON c.room = e.room AND c.seq = e.seq WHERE e.sender = ? AND e.client_id = ?";
    private static final String HEAD = "SELECT no, max(floor, (SELECT coalesce(max(seq), 0) FROM entries"
            + " WHERE room = no)) FROM rooms WHERE id = ?";

    private final Database database;
    private final Map<RoomId, Head> heads = new HashMap<>();
    private @Nullable Tables open;

    /** A room's number in the tables and the last sequence number that is committed. */
    private record Head(long no, long last) {}

    private record Tables(Sql sql, RoomTables rooms, MessageTables messages) {}

    /** An entry that was stored under an id, and whether it was changed since. */
    private record Known(Entry entry, boolean changed) {}

    JournalWriter(Database database) {
        this.database = database;
    }

    /** What one transaction did: an outcome for each draft, whether each mark moved, and messages that lost files. */
    record Written(List<Outcome> outcomes, List<Boolean> moved, List<Files.Release> released) {}

    /** Writes all in one transaction; when it returns they are on disk. Throws when none of them is. */
    Written write(List<Draft> drafts, List<Mark> marks, long time) throws SQLException {
        return inTransaction(tables -> {
            Map<RoomId, Head> ahead = new HashMap<>();
            List<Outcome> outcomes = new ArrayList<>(drafts.size());
            for (Draft draft : drafts) {
                outcomes.add(appendOne(tables, ahead, draft, time));
            }
            List<Boolean> moved = new ArrayList<>(marks.size());
            for (Mark mark : marks) {
                Head head = ahead.getOrDefault(mark.room(), head(tables.sql(), mark.room()));
                moved.add(
                        head != null && tables.rooms().mark(head.no(), mark.user(), Math.min(mark.seq(), head.last())));
            }
            tables.sql().commit();
            heads.putAll(ahead);
            return new Written(outcomes, moved, tables.messages().released());
        });
    }

    /** Removes what rooms do not keep any longer, so many entries at most; the rooms that have more are named. */
    List<Retention.Swept> sweep(long now, int most) throws SQLException {
        return inTransaction(tables -> {
            Retention retention = new Retention(tables.sql());
            List<Retention.Swept> swept = new ArrayList<>();
            for (Retention.Limited room : retention.limited()) {
                swept.add(retention.sweep(room, now, most));
            }
            tables.sql().commit();
            return swept;
        });
    }

    Done forget(UserId user) throws SQLException {
        return inTransaction(tables -> {
            tables.sql().update("DELETE FROM reads WHERE user_id = ?", user.value());
            tables.sql().commit();
            return Done.DONE;
        });
    }

    /** Commits something that nobody reads; throws when nothing can be written. */
    void check() throws SQLException {
        inTransaction(tables -> {
            int unused = tables.sql().update(WriteCheck.STATEMENT);
            tables.sql().commit();
            return tables;
        });
    }

    private Outcome appendOne(Tables tables, Map<RoomId, Head> ahead, Draft draft, long time) throws SQLException {
        Head head = ahead.get(draft.room());
        if (head == null) {
            head = head(tables.sql(), draft.room());
        }
        if (head == null) {
            return refused(new Refusal(Failure.NO_SUCH_ROOM, "There is no such room."));
        }
        boolean plain = draft.refusal() == null
                && draft.content() instanceof Content.Message message
                && message.replyTo() == null;
        if (!plain) {
            Outcome outcome = unlessNew(tables, head, draft);
            if (outcome != null) {
                return outcome;
            }
        }
        Content shown = plain ? draft.content() : tables.messages().shown(head.no(), draft.content());
        Entry entry = new Entry(draft.room(), head.last() + 1, time, draft.sender(), draft.id(), shown);
        if (!insert(tables.sql(), head.no(), entry)) {
            return repeated(stored(tables.sql(), draft.sender(), draft.id()), draft);
        }
        tables.messages().apply(head.no(), entry, draft.content());
        tables.rooms().apply(head.no(), entry);
        ahead.put(draft.room(), new Head(head.no(), entry.seq()));
        return new Outcome(entry, true, null);
    }

    /** The answer to what cannot be stored now, or was stored before; null when it is to be stored. */
    private static @Nullable Outcome unlessNew(Tables tables, Head head, Draft draft) throws SQLException {
        Known known = stored(tables.sql(), draft.sender(), draft.id());
        if (known != null && (draft.refusal() == null || known.entry().room().equals(draft.room()))) {
            return repeated(known, draft);
        }
        Refusal refusal = draft.refusal();
        if (refusal == null) {
            refusal = tables.messages().refusal(head.no(), draft);
        }
        if (refusal == null) {
            refusal = tables.rooms().refusal(head.no(), draft.content());
        }
        return refusal == null ? null : refused(refusal);
    }

    private static Outcome refused(Refusal refusal) {
        return new Outcome(null, false, refusal);
    }

    private static boolean insert(Sql sql, long room, Entry entry) throws SQLException {
        User sender = entry.sender();
        return sql.update(
                        INSERT,
                        room,
                        entry.seq(),
                        entry.time(),
                        sender.id().value(),
                        sender.name().value(),
                        sender.kind().name(),
                        entry.id().value(),
                        Contents.write(entry.content()),
                        entry.content() instanceof Content.Message ? 1 : 0)
                == 1;
    }

    private static @Nullable Known stored(Sql sql, User sender, MessageId id) throws SQLException {
        return sql.first(
                STORED,
                row -> new Known(Rows.entry(row), row.getLong(9) > 0),
                sender.id().value(),
                id.value());
    }

    private static Outcome repeated(@Nullable Known known, Draft draft) {
        if (known != null
                && known.entry().room().equals(draft.room())
                && Repeats.same(known.entry().content(), known.changed(), draft.content())) {
            return new Outcome(known.entry(), false, null);
        }
        return refused(
                new Refusal(Failure.ID_REUSED, "The message id " + draft.id() + " was used for another message."));
    }

    private @Nullable Head head(Sql sql, RoomId room) throws SQLException {
        Head known = heads.get(room);
        if (known == null) {
            known = sql.first(HEAD, row -> new Head(row.getLong(1), row.getLong(2)), room.value());
            if (known != null) {
                heads.put(room, known);
            }
        }
        return known;
    }

    /** Makes a room with its first entries, unless its creator's id was used: then the entry of that. */
    Created create(Create create, long time) throws SQLException {
        return inTransaction(tables -> {
            Known known = stored(tables.sql(), create.creator(), create.id());
            if (known != null) {
                tables.sql().rollback();
                return again(known, create);
            }
            long no = tables.rooms().create(create, time);
            List<Entry> entries = Creation.entries(create, time);
            for (Entry entry : entries) {
                insert(tables.sql(), no, entry);
                tables.rooms().apply(no, entry);
            }
            tables.sql().commit();
            heads.put(create.room().id(), new Head(no, entries.size()));
            return new Created(create.room().id(), entries);
        });
    }

    private static Created again(Known known, Create create) {
        if (known.entry().content() instanceof Content.Created) {
            return new Created(known.entry().room(), List.of());
        }
        throw Failure.ID_REUSED.because("The id " + create.id() + " was used for a message.");
    }

    /** The direct conversation of the two; made when they have none. */
    RoomId createDirect(Pair pair, long time) throws SQLException {
        return inTransaction(tables -> {
            RoomId existing = tables.rooms().direct(pair);
            if (existing != null) {
                tables.sql().rollback();
                return existing;
            }
            RoomId made = tables.rooms().createDirect(pair, time);
            tables.sql().commit();
            return made;
        });
    }

    private interface Work<T> {
        T run(Tables tables) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        Tables tables = open == null ? connect() : open;
        try {
            tables.sql().lock();
            return work.run(tables);
        } catch (SQLException | RuntimeException e) {
            giveUp(tables.sql());
            throw e;
        }
    }

    private Tables connect() throws SQLException {
        Sql sql = database.open();
        Audit audit = new Audit(sql);
        open = new Tables(sql, new RoomTables(sql, audit), new MessageTables(sql, audit));
        return open;
    }

    /** After a failure nothing of the connection's state is trusted: the next transaction opens another. */
    private void giveUp(Sql sql) {
        open = null;
        heads.clear();
        try (sql) {
            sql.rollback();
        } catch (SQLException e) {
            log.debug("Rolling back after a failure: {}", e.getMessage());
        }
    }

    @Override
    public void close() throws SQLException {
        if (open != null) {
            open.sql().close();
        }
    }
}
