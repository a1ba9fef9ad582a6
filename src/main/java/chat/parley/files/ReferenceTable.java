package chat.parley.files;

import chat.parley.bus.Files;
import chat.parley.bus.Log;
import chat.parley.model.FileId;
import chat.parley.model.FileRef;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which messages refer to which files. A message's sender is the owner of its files. Used by one thread at a time. */
final class ReferenceTable {
    /** In place of a message: an avatar. */
    static final String SHOWN = "shown";

    private final FileTable files;
    private final Sql sql;

    /** That a message refers to a file. */
    record Reference(FileId file, RoomId room, MessageId message, UserId owner) {
        Files.Message of() {
            return new Files.Message(owner, message);
        }

        Log.Attachment attachment() {
            return new Log.Attachment(room, message, file);
        }
    }

    ReferenceTable(FileTable files) {
        this.files = files;
        this.sql = files.sql();
    }

    List<FileRef> share(Files.Share share, long now) throws SQLException {
        return sql.inTransaction(() -> {
            List<FileRef> shared = new ArrayList<>();
            for (FileId id : share.files()) {
                Files.Stored stored = files.find(id);
                if (stored == null || !stored.owner().equals(share.owner())) {
                    throw FileTable.noSuchFile();
                }
                shared.add(stored.file());
                sql.update(
                        "INSERT OR REPLACE INTO reference (file, room, message, made) VALUES (?, ?, ?, ?)",
                        id.value(),
                        share.room().value(),
                        share.message().value(),
                        now);
                sql.update("UPDATE file SET shared = 1 WHERE id = ? AND shared = 0", id.value());
            }
            return shared;
        });
    }

    /** Everybody is in the lobby, so what is shown there everybody may read. Answers the files that are gone with it. */
    List<FileId> show(Files.Show show, long now) throws SQLException {
        return sql.inTransaction(() -> {
            if (show.file() != null) {
                Files.Stored stored = files.find(show.file());
                if (stored == null || !stored.owner().equals(show.owner())) {
                    throw FileTable.noSuchFile();
                }
                sql.update(
                        "INSERT OR REPLACE INTO reference (file, room, message, made) VALUES (?, ?, ?, ?)",
                        show.file().value(),
                        RoomId.LOBBY.value(),
                        SHOWN,
                        now);
                sql.update(
                        "UPDATE file SET shared = 1 WHERE id = ?", show.file().value());
            }
            if (show.instead() == null || show.instead().equals(show.file())) {
                return List.of();
            }
            sql.update(
                    "DELETE FROM reference WHERE file = ? AND message = ?"
                            + " AND file IN (SELECT id FROM file WHERE owner = ?)",
                    show.instead().value(),
                    SHOWN,
                    show.owner().value());
            return files.unreferenced(List.of(show.instead()));
        });
    }

    /** Forgets what messages of a room refer to; answers the files that are gone with it. */
    List<FileId> release(Files.Release release) throws SQLException {
        return sql.inTransaction(() -> {
            List<FileId> released = new ArrayList<>();
            for (Files.Message message : release.messages()) {
                released.addAll(sql.query(
                        "DELETE FROM reference WHERE room = ? AND message = ?"
                                + " AND file IN (SELECT id FROM file WHERE owner = ?) RETURNING file",
                        row -> new FileId(row.getString(1)),
                        release.room().value(),
                        message.id().value(),
                        message.sender().value()));
            }
            return files.unreferenced(released);
        });
    }

    /** Forgets references one by one; answers the files that are gone with them. */
    List<FileId> forget(List<Reference> references) throws SQLException {
        return sql.inTransaction(() -> {
            for (Reference each : references) {
                sql.update(
                        "DELETE FROM reference WHERE file = ? AND room = ? AND message = ?",
                        each.file().value(),
                        each.room().value(),
                        each.message().value());
            }
            return files.unreferenced(references.stream().map(Reference::file).toList());
        });
    }

    /** A page of references made before a time, in the order of files, rooms and messages. */
    List<Reference> page(@Nullable Reference after, long before, int limit) throws SQLException {
        return sql.query(
                "SELECT r.file, r.room, r.message, f.owner FROM reference r JOIN file f ON f.id = r.file"
                        + " WHERE length(r.message) > 5 AND r.made < ? AND (r.file, r.room, r.message) > (?, ?, ?)"
                        + " ORDER BY r.file, r.room, r.message LIMIT ?",
                row -> new Reference(
                        new FileId(row.getString(1)),
                        new RoomId(row.getString(2)),
                        new MessageId(row.getString(3)),
                        new UserId(row.getString(4))),
                before,
                after == null ? "" : after.file().value(),
                after == null ? "" : after.room().value(),
                after == null ? "" : after.message().value(),
                limit);
    }
}
