package chat.parley.log;

import chat.parley.bus.Failure;
import chat.parley.bus.Log.Hit;
import chat.parley.bus.Log.Hits;
import chat.parley.bus.Log.Search;
import chat.parley.bus.Log.Span;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.RoomId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/**
 * Full-text search over what somebody may read: room by room, each as one range of the index and no more than a page of
 * it, so that what a search costs does not grow with what is found. Blocking, and used by one thread at a time.
 */
final class SearchReader implements AutoCloseable {
    private static final long MOST_MS = 2_000;

    private static final String READABLE = "SELECT r.no, r.id, CASE WHEN r.history = 'JOINED' THEN m.since ELSE 1 END"
            + " FROM rooms r LEFT JOIN members m ON m.room = r.no AND m.user_id = ?1"
            + " WHERE (r.no = 1 OR r.no IN (SELECT room FROM members WHERE user_id = ?1))"
            + " AND (?2 IS NULL OR r.id = ?2)";
    private static final String FOUND = "SELECT words.rowid, e.time FROM words"
            + " CROSS JOIN entries e ON e.room = ?1 AND e.seq = words.rowid - (?1 << 40)"
            + " WHERE words MATCH ?2 AND words.rowid BETWEEN (?1 << 40) + ?3 AND (?1 << 40) + ?4"
            + " AND (?5 IS NULL OR e.sender = ?5) AND e.time BETWEEN ?6 AND ?7"
            + " AND (e.time < ?8 OR (e.time = ?8 AND (?1, e.seq) < (?9, ?10)))"
            + " ORDER BY words.rowid DESC LIMIT ?11";
    private static final String ENTRY =
            "SELECT " + Rows.ENTRY + " FROM entries e JOIN rooms r ON r.no = e.room WHERE e.room = ? AND e.seq = ?";

    private final Sql sql;
    private final StateReader states;

    /** A room that may be read, from a number on. */
    private record Open(long no, RoomId id, long since) {}

    private record Found(long room, long seq, long time) {}

    SearchReader(Database database) throws SQLException {
        sql = database.open();
        states = new StateReader(sql);
    }

    Hits search(Search search) throws SQLException {
        SearchQuery query = SearchQuery.of(search.query());
        try {
            sql.giveUpAfter(MOST_MS);
            return search(search, query);
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
                throw Failure.TOO_LARGE.because("This search takes longer than " + MOST_MS / 1_000
                        + " seconds. Narrow it down: name a room, a sender or dates.");
            }
            throw e;
        } finally {
            sql.rollback();
        }
    }

    private Hits search(Search search, SearchQuery query) throws SQLException {
        RoomId only = search.room();
        List<Open> rooms = sql.list(
                READABLE,
                row -> new Open(row.getLong(1), new RoomId(row.getString(2)), row.getLong(3)),
                search.reader().value(),
                only == null ? null : only.value());
        if (rooms.isEmpty()) {
            throw Failure.NO_SUCH_ROOM.because("There is no such room, or it is not yours to see.");
        }
        Cursor cursor = Cursor.of(search.before(), rooms);
        List<Found> found = new ArrayList<>();
        for (Open room : rooms) {
            found.addAll(found(search, query, room, cursor));
        }
        found.sort(Comparator.comparingLong(Found::time)
                .thenComparingLong(Found::room)
                .thenComparingLong(Found::seq)
                .reversed());
        boolean more = found.size() > search.limit();
        List<Found> page = more ? found.subList(0, search.limit()) : found;
        return new Hits(hits(page, query), more ? next(page.get(page.size() - 1), rooms) : null);
    }

    private List<Found> found(Search search, SearchQuery query, Open room, Cursor cursor) throws SQLException {
        return sql.list(
                FOUND,
                row -> new Found(room.no(), Words.seq(row.getLong(1)), row.getLong(2)),
                room.no(),
                query.match(),
                room.since(),
                Words.LAST,
                search.sender() == null ? null : search.sender().value(),
                search.from() == null ? 0L : search.from(),
                search.to() == null ? Long.MAX_VALUE : search.to(),
                cursor.time(),
                cursor.room(),
                cursor.seq(),
                search.limit() + 1);
    }

    private List<Hit> hits(List<Found> page, SearchQuery query) throws SQLException {
        List<Hit> hits = new ArrayList<>(page.size());
        for (Found found : page) {
            Entry entry = sql.first(ENTRY, Rows::entry, found.room(), found.seq());
            if (entry != null && entry.content() instanceof Content.Message message) {
                Entry stated = states.stated(found.room(), List.of(entry)).get(0);
                hits.add(new Hit(stated, highlights(message.text(), query)));
            }
        }
        return hits;
    }

    static List<Span> highlights(String text, SearchQuery query) {
        return Tokens.of(text).stream()
                .filter(token -> query.has(token.folded()))
                .map(token -> new Span(token.start(), token.end()))
                .toList();
    }

    private static String next(Found last, List<Open> rooms) {
        RoomId id = rooms.stream()
                .filter(room -> room.no() == last.room())
                .findFirst()
                .map(Open::id)
                .orElseThrow();
        return last.time() + "." + last.seq() + "." + id;
    }

    /** Where a page ended. */
    private record Cursor(long time, long room, long seq) {
        static Cursor of(@Nullable String text, List<Open> rooms) {
            if (text == null) {
                return new Cursor(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
            }
            String[] parts = text.split("\\.", -1);
            try {
                // A room that was left meanwhile sorts before those that are still there.
                long room = rooms.stream()
                        .filter(each -> each.id().value().equals(parts[2]))
                        .findFirst()
                        .map(Open::no)
                        .orElse(0L);
                return new Cursor(Long.parseLong(parts[0]), room, Long.parseLong(parts[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw Failure.BAD_REQUEST.because("before is the next of an earlier answer.");
            }
        }
    }

    @Override
    public void close() throws SQLException {
        sql.close();
    }
}
