package chat.parley.files;

import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rows of {@code files.db}, over one connection: used by one thread at a time. A call that returned is on disk. */
final class FileTable implements AutoCloseable {
    /** How many files of one alias are told. */
    private static final int ALIASED = 1000;

    private static final String FILE = "SELECT id, owner, name, type, size, created FROM file ";
    private final Connection db;

    private FileTable(Connection db) {
        this.db = db;
    }

    static FileTable open(Path file) throws Exception {
        return new FileTable(Sqlite.open(file, "db/files"));
    }

    void add(FileRow row) throws SQLException {
        update(
                "INSERT INTO file (id, owner, name, type, size, created) VALUES (?, ?, ?, ?, ?, ?)",
                row.id().value(),
                row.owner().value(),
                row.name(),
                row.type(),
                row.size(),
                row.created());
    }

    List<FileRow> unfinished() throws SQLException {
        return query(
                FILE + "WHERE shared = 0 AND finished IS NULL ORDER BY created",
                row -> new FileRow(
                        id(row),
                        new UserId(row.getString("owner")),
                        row.getString("name"),
                        row.getString("type"),
                        row.getObject("size") == null ? null : (Long) row.getLong("size"),
                        row.getLong("created")));
    }

    Files.Stored finish(FileId id, String name, String type, long size, long now, byte @Nullable [] sha256)
            throws SQLException {
        update(
                "UPDATE file SET name = ?, type = ?, size = ?, finished = ?, sha256 = ?"
                        + " WHERE id = ? AND finished IS NULL",
                name,
                type,
                size,
                now,
                sha256,
                id.value());
        Files.Stored stored = find(id);
        if (stored == null) {
            throw noSuchFile();
        }
        return stored;
    }

    /** A finished file; null when there is none. */
    Files.@Nullable Stored find(FileId id) throws SQLException {
        List<Files.Stored> found = query(FILE + "WHERE id = ? AND finished IS NOT NULL", this::stored, id.value());
        return found.isEmpty() ? null : found.get(0);
    }

    List<FileRef> share(Files.Share share) throws SQLException {
        List<FileRef> files = new ArrayList<>();
        for (FileId id : share.files()) {
            Files.Stored stored = find(id);
            if (stored == null || !stored.owner().equals(share.owner())) {
                throw noSuchFile();
            }
            files.add(stored.file());
        }
        db.setAutoCommit(false);
        try {
            for (FileId id : share.files()) {
                update(
                        "INSERT OR IGNORE INTO share VALUES (?, ?)",
                        id.value(),
                        share.room().value());
                update("UPDATE file SET shared = 1 WHERE id = ? AND shared = 0", id.value());
            }
            db.commit();
        } catch (SQLException e) {
            db.rollback();
            throw e;
        } finally {
            db.setAutoCommit(true);
        }
        return files;
    }

    void alias(Files.Alias alias) throws SQLException {
        if (update(
                        "INSERT INTO alias (alias, file) SELECT ?, id FROM file WHERE id = ?",
                        alias.alias(),
                        alias.id().value())
                == 0) {
            throw noSuchFile();
        }
    }

    List<Files.Stored> aliased(String alias) throws SQLException {
        return query(
                "SELECT f.id, owner, name, type, size, created FROM alias a JOIN file f ON f.id = a.file"
                        + " WHERE a.alias = ? AND finished IS NOT NULL ORDER BY a.number DESC LIMIT " + ALIASED,
                this::stored,
                alias);
    }

    /** Deletes an upload that goes on. */
    void abort(FileId id) throws SQLException {
        update("DELETE FROM file WHERE id = ? AND finished IS NULL", id.value());
    }

    /** Deletes the files that were finished before a time and never shared; answers which. */
    List<FileId> expire(long before) throws SQLException {
        return query("DELETE FROM file WHERE shared = 0 AND finished < ? RETURNING id", FileTable::id, before);
    }

    /** Those of the ids that have a row. */
    Set<FileId> known(List<FileId> ids) throws SQLException {
        String json = ids.stream().map(FileId::value).collect(Collectors.joining("\",\"", "[\"", "\"]"));
        return new HashSet<>(
                query("SELECT id FROM file WHERE id IN (SELECT value FROM json_each(?))", FileTable::id, json));
    }

    @Override
    public void close() throws SQLException {
        db.close();
    }

    static RuntimeException noSuchFile() {
        return Failure.NO_SUCH_FILE.because("There is no such file.");
    }

    private Files.Stored stored(ResultSet row) throws SQLException {
        FileId id = id(row);
        List<RoomId> rooms = query(
                "SELECT room FROM share WHERE file = ? ORDER BY room",
                room -> new RoomId(room.getString("room")),
                id.value());
        return new Files.Stored(
                new FileRef(id, row.getString("name"), row.getString("type"), row.getLong("size")),
                new UserId(row.getString("owner")),
                rooms,
                row.getLong("created"));
    }

    private static FileId id(ResultSet row) throws SQLException {
        return new FileId(row.getString("id"));
    }

    private interface Mapper<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> query(String sql, Mapper<T> mapper, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(mapper.of(rows));
            }
            return found;
        }
    }

    private int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = db.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
