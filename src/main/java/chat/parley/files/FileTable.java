package chat.parley.files;

import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The files in {@code files.db}, over one connection: used by one thread at a time. A call that returned is on disk. */
final class FileTable implements AutoCloseable {
    /** How many files of one alias are told, besides the oldest. */
    private static final int ALIASED = 100;

    private static final String FILE = "SELECT id, owner, name, type, size, created, sha256 FROM file ";
    private static final String REMOVED = " RETURNING id, coalesce(size, 0)";

    private final Sql sql;

    /** Bytes of all files and announced uploads. */
    private long total;

    private FileTable(Sql sql) throws SQLException {
        this.sql = sql;
        this.total = sql.number("SELECT sum(size) FROM file");
    }

    static FileTable open(Path file) throws Exception {
        return new FileTable(new Sql(Sqlite.open(file)));
    }

    /** For looking only. Fails with {@code NoSuchFileException} when there is no such database. */
    static FileTable read(Path file) throws Exception {
        return new FileTable(new Sql(Sqlite.read(file)));
    }

    /** The other tables of the same database. */
    Sql sql() {
        return sql;
    }

    /** Adds an upload that the quota has room for; answers how many bytes it may have. */
    long add(FileRow row, Quota quota) throws SQLException {
        long used = usedBy(row.owner());
        long size = row.size() == null ? 0 : row.size();
        quota.check(row.size() == null ? 1 : size, used, total);
        sql.update(
                "INSERT INTO file (id, owner, name, type, size, created) VALUES (?, ?, ?, ?, ?, ?)",
                row.id().value(),
                row.owner().value(),
                row.name(),
                row.type(),
                row.size(),
                row.created());
        total += size;
        return row.size() == null ? quota.allowance(used, total) : size;
    }

    private long usedBy(UserId owner) throws SQLException {
        return sql.number("SELECT sum(size) FROM file WHERE owner = ?", owner.value());
    }

    Files.Usage used(List<UserId> owners) throws SQLException {
        Map<UserId, Long> byOwner = new HashMap<>();
        for (UserId owner : owners) {
            long bytes = usedBy(owner);
            if (bytes > 0) {
                byOwner.put(owner, bytes);
            }
        }
        return new Files.Usage(byOwner, total);
    }

    List<FileRow> unfinished() throws SQLException {
        return sql.query(
                "SELECT id, owner, name, type, size, created, held FROM file"
                        + " WHERE shared = 0 AND finished IS NULL ORDER BY created",
                row -> new FileRow(
                        id(row),
                        new UserId(row.getString("owner")),
                        row.getString("name"),
                        row.getString("type"),
                        number(row, "size"),
                        row.getLong("created"),
                        number(row, "held")));
    }

    /** Notes where an upload stands while something is received that counts only as a whole; null: it stands where its bytes end. */
    void hold(FileId id, @Nullable Long offset) throws SQLException {
        sql.update("UPDATE file SET held = ? WHERE id = ?", offset, id.value());
    }

    /** Makes an upload a file, within the quota when its size was not known before. */
    Files.Stored finish(FileRow row, long size, byte @Nullable [] sha256, Quota quota) throws SQLException {
        long grown = row.size() == null ? size : 0;
        quota.check(grown, grown == 0 ? 0 : usedBy(row.owner()), grown == 0 ? 0 : total);
        int finished = sql.update(
                "UPDATE file SET name = ?, type = ?, size = ?, finished = ?, sha256 = ?"
                        + " WHERE id = ? AND finished IS NULL",
                row.name(),
                row.type(),
                size,
                System.currentTimeMillis(),
                sha256,
                row.id().value());
        total += finished * grown;
        Files.Stored stored = find(row.id());
        if (stored == null) {
            throw noSuchFile();
        }
        return stored;
    }

    /** A finished file; null when there is none. */
    Files.@Nullable Stored find(FileId id) throws SQLException {
        return first(FILE + "WHERE id = ? AND finished IS NOT NULL", id.value());
    }

    /** The finished file with the next id after this one; null after the last. */
    Files.@Nullable Stored next(@Nullable FileId after) throws SQLException {
        return first(
                FILE + "WHERE id > ? AND finished IS NOT NULL ORDER BY id LIMIT 1", after == null ? "" : after.value());
    }

    /** A finished file whose hash is to be worked out, the oldest; null when there is none. */
    Files.@Nullable Stored unhashed() throws SQLException {
        return first(FILE + "WHERE sha256 IS NULL AND finished IS NOT NULL ORDER BY finished LIMIT 1");
    }

    private Files.@Nullable Stored first(String query, Object... values) throws SQLException {
        List<Files.Stored> found = sql.query(query, this::stored, values);
        return found.isEmpty() ? null : found.get(0);
    }

    void hashed(FileId id, byte[] sha256) throws SQLException {
        sql.update("UPDATE file SET sha256 = ? WHERE id = ?", sha256, id.value());
    }

    void alias(Files.Alias alias) throws SQLException {
        if (sql.update(
                        "INSERT INTO alias (alias, file) SELECT ?, id FROM file WHERE id = ?",
                        alias.alias(),
                        alias.id().value())
                == 0) {
            throw noSuchFile();
        }
    }

    /** The newest of that alias and the oldest, which others were told under it: however many follow, it stays that one. */
    List<Files.Stored> aliased(String alias) throws SQLException {
        return sql.query(
                "SELECT f.id, owner, name, type, size, created, sha256 FROM alias a JOIN file f ON f.id = a.file"
                        + " WHERE (a.number IN (SELECT number FROM alias WHERE alias = ?1 ORDER BY number DESC LIMIT "
                        + ALIASED + ") OR a.number = (SELECT min(number) FROM alias WHERE alias = ?1))"
                        + " AND finished IS NOT NULL ORDER BY a.number DESC",
                this::stored,
                alias);
    }

    /** Deletes an upload or a file that no message refers to; whether it is gone. */
    boolean abort(FileId id) throws SQLException {
        removed("DELETE FROM file WHERE shared = 0 AND id = ?" + REMOVED, id.value());
        return known(List.of(id)).isEmpty();
    }

    /** Deletes the files that were finished before a time and never shared; answers which. */
    List<FileId> expire(long before) throws SQLException {
        return removed("DELETE FROM file WHERE shared = 0 AND finished < ?" + REMOVED, before);
    }

    /** Deletes those of the files that no message refers to any more; answers which. */
    List<FileId> unreferenced(List<FileId> files) throws SQLException {
        return removed(
                "DELETE FROM file WHERE shared = 1 AND id IN (SELECT value FROM json_each(?))"
                        + " AND NOT EXISTS (SELECT 1 FROM reference WHERE file = file.id)" + REMOVED,
                json(files));
    }

    private List<FileId> removed(String sqlReturning, Object... values) throws SQLException {
        return sql.query(
                sqlReturning,
                row -> {
                    total -= row.getLong(2);
                    return id(row);
                },
                values);
    }

    /** Those of the ids that have a row. */
    Set<FileId> known(List<FileId> ids) throws SQLException {
        return new HashSet<>(sql.query(
                "SELECT id FROM file WHERE id IN (SELECT value FROM json_each(?))", FileTable::id, json(ids)));
    }

    private static String json(List<FileId> ids) {
        return ids.isEmpty()
                ? "[]"
                : ids.stream().map(FileId::value).collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    @Override
    public void close() throws SQLException {
        sql.connection().close();
    }

    static RuntimeException noSuchFile() {
        return Failure.NO_SUCH_FILE.because("There is no such file.");
    }

    private Files.Stored stored(ResultSet row) throws SQLException {
        FileId id = id(row);
        byte[] sha256 = row.getBytes("sha256");
        List<RoomId> rooms = sql.query(
                "SELECT DISTINCT room FROM reference WHERE file = ? ORDER BY room",
                room -> new RoomId(room.getString("room")),
                id.value());
        boolean shown = !sql.query(
                        "SELECT 1 FROM reference WHERE file = ? AND message = ?",
                        any -> true,
                        id.value(),
                        ReferenceTable.SHOWN)
                .isEmpty();
        return new Files.Stored(
                new FileRef(id, row.getString("name"), row.getString("type"), row.getLong("size")),
                new UserId(row.getString("owner")),
                rooms,
                shown,
                row.getLong("created"),
                sha256 == null ? null : new Files.Bytes(sha256));
    }

    private static FileId id(ResultSet row) throws SQLException {
        return new FileId(row.getString("id"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : (Long) row.getLong(column);
    }
}
