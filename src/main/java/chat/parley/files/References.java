package chat.parley.files;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Files;
import chat.parley.bus.Log;
import chat.parley.files.ReferenceTable.Reference;
import chat.parley.model.FileId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which messages refer to files. A reference is noted before its message is stored, and taken back when the message
 * goes; what was missed of either, by a crash, the journal tells.
 */
final class References {
    /** A message that the journal does not have by then never comes. */
    private static final Duration SETTLED = Duration.ofMinutes(10);

    private static final int PAGE = 200;

    private final Bus bus;
    private final ReferenceTable table;
    private final BlobStore blobs;
    private final Disk bytes;
    private final Disk rows;

    References(Bus bus, ReferenceTable table, BlobStore blobs, Disk bytes, Disk rows) {
        this.bus = bus;
        this.table = table;
        this.blobs = blobs;
        this.bytes = bytes;
        this.rows = rows;
    }

    Future<Files.Shared> share(Files.Share share) {
        return rows.run(() -> new Files.Shared(table.share(share, System.currentTimeMillis())));
    }

    Future<Done> show(Files.Show show) {
        return rows.run(() -> table.show(show, System.currentTimeMillis())).compose(this::delete);
    }

    Future<Done> release(Files.Release release) {
        return rows.run(() -> table.release(release)).compose(this::delete);
    }

    private Future<Done> delete(List<FileId> files) {
        return files.isEmpty()
                ? Future.succeededFuture(Done.DONE)
                : bytes.run(() -> {
                    for (FileId id : files) {
                        blobs.delete(id);
                    }
                    return Done.DONE;
                });
    }

    /** Takes back what no message in the journal refers to. */
    Future<Done> compareWithJournal() {
        return compareFrom(null, System.currentTimeMillis() - SETTLED.toMillis());
    }

    private Future<Done> compareFrom(@Nullable Reference after, long before) {
        return rows.run(() -> table.page(after, before, PAGE)).compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture(Done.DONE);
            }
            return unknown(page)
                    .compose(gone -> rows.run(() -> table.forget(gone)))
                    .compose(this::delete)
                    .compose(deleted -> compareFrom(page.get(page.size() - 1), before));
        });
    }

    private Future<List<Reference>> unknown(List<Reference> page) {
        List<Files.Message> messages =
                page.stream().map(Reference::of).distinct().toList();
        return bus.ask(Log.ATTACHED, new Log.AttachedTo(messages)).map(attached -> {
            Set<Log.Attachment> known = new HashSet<>(attached.attachments());
            return page.stream()
                    .filter(reference -> !known.contains(reference.attachment()))
                    .toList();
        });
    }
}
