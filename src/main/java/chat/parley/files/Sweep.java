package chat.parley.files;

import chat.parley.model.FileId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what nobody wants any more: old unfinished and never shared uploads, row first, then blobs without a row, and
 * files of messages that are gone. A row comes before its blob, so that a blob without one is never in the making.
 */
final class Sweep {
    private static final Logger log = LoggerFactory.getLogger(Sweep.class);

    private final Uploads uploads;
    private final BlobStore blobs;
    private final FileTable table;
    private final Disk bytes;
    private final Disk rows;
    private final References references;

    Sweep(Uploads uploads, References references, BlobStore blobs, FileTable table, Disk bytes, Disk rows) {
        this.uploads = uploads;
        this.references = references;
        this.blobs = blobs;
        this.table = table;
        this.bytes = bytes;
        this.rows = rows;
    }

    Future<Void> run(long before) {
        return uploads.expire(before)
                .compose(aborted -> rows.run(() -> table.expire(before)))
                .compose(this::delete)
                .compose(expired -> bytes.run(blobs::shelves))
                .compose(shelves -> shelves(shelves.iterator()))
                .compose(swept -> references.compareWithJournal())
                .mapEmpty();
    }

    private Future<Void> shelves(Iterator<String> shelves) {
        if (!shelves.hasNext()) {
            return Future.succeededFuture();
        }
        return bytes.run(() -> blobs.on(shelves.next()))
                .compose(this::unknown)
                .compose(this::delete)
                .compose(deleted -> shelves(shelves));
    }

    private Future<List<FileId>> unknown(List<FileId> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture(found);
        }
        return rows.run(() -> {
            Set<FileId> known = table.known(found);
            List<FileId> unknown = new ArrayList<>(found);
            unknown.removeAll(known);
            return unknown;
        });
    }

    private Future<Integer> delete(List<FileId> ids) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(0);
        }
        log.info("Removing {} files that nothing refers to", ids.size());
        return bytes.run(() -> {
            for (FileId id : ids) {
                blobs.delete(id);
            }
            return ids.size();
        });
    }
}
