package chat.parley.bridge.legacy;

import chat.parley.bus.Bus;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.model.FileId;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One file on its way into the store, a chunk at a time. It becomes a file only with {@link #finish}. */
final class Upload implements JsonSplicer.Data {
    private static final String DEFAULT_TYPE = "application/octet-stream";

    private final Bus bus;
    private final UserId owner;
    private final long limit;
    private final String tooLarge;
    private final Deque<byte[]> full = new ArrayDeque<>();
    private byte[] chunk = {};
    private int inChunk;
    private long taken;
    private long written;
    private @Nullable FileId id;
    private @Nullable String problem;

    /** @param limit bytes that a file may have, as people read it in {@code limitText} */
    Upload(Bus bus, UserId owner, long limit, String limitText) {
        this.bus = bus;
        this.owner = owner;
        this.limit = limit;
        this.tooLarge = "it is larger than " + limitText;
    }

    @Override
    public void take(byte[] bytes) {
        taken += bytes.length;
        if (taken > limit) {
            spoil(tooLarge);
        }
        int from = 0;
        while (problem == null && from < bytes.length) {
            if (inChunk == chunk.length) {
                nextChunk();
            }
            int length = Math.min(bytes.length - from, chunk.length - inChunk);
            System.arraycopy(bytes, from, chunk, inChunk, length);
            inChunk += length;
            from += length;
            if (inChunk == Files.CHUNK) {
                full.add(chunk);
                chunk = new byte[0];
                inChunk = 0;
            }
        }
    }

    /** Most files are small or large: a small buffer first, then whole chunks. */
    private void nextChunk() {
        chunk = Arrays.copyOf(chunk, chunk.length == 0 && taken <= 4096 ? 4096 : Files.CHUNK);
    }

    @Override
    public void spoil(String reason) {
        if (problem == null) {
            problem = reason;
            full.clear();
            chunk = new byte[0];
            inChunk = 0;
        }
    }

    /** Completes when no whole chunk waits in memory; never fails. */
    Future<Void> settle() {
        if (problem != null) {
            return abort();
        }
        byte[] next = full.poll();
        return next == null ? Future.succeededFuture() : write(next).compose(done -> settle());
    }

    private Future<Void> write(byte[] bytes) {
        return created()
                .compose(upload ->
                        bus.ask(Files.WRITE, new Files.Write(upload, owner, 0, written, new Files.Bytes(bytes))))
                .transform(done -> {
                    if (done.succeeded()) {
                        written += bytes.length;
                    } else {
                        spoil(FailureException.of(done.cause()).sentence());
                    }
                    return Future.succeededFuture();
                });
    }

    private Future<FileId> created() {
        FileId known = id;
        return known != null
                ? Future.succeededFuture(known)
                : bus.ask(Files.CREATE, new Files.Create(owner, "upload", DEFAULT_TYPE, null))
                        .map(upload -> {
                            id = upload.id();
                            return upload.id();
                        });
    }

    /** Makes it a file of this name. Fails with a reason for a person. */
    Future<Files.Stored> finish(String name) {
        if (problem == null && inChunk > 0) {
            full.add(Arrays.copyOf(chunk, inChunk));
            inChunk = 0;
        }
        return settle().compose(settled -> {
            String reason = problem;
            if (reason != null) {
                return Future.failedFuture(new IllegalStateException(reason));
            }
            return created()
                    .compose(file -> bus.ask(Files.FINISH, new Files.Finish(file, owner, name, FileNames.type(name))))
                    .recover(failure -> abort().compose(gone -> Future.failedFuture(new IllegalStateException(
                            FailureException.of(failure).sentence()))));
        });
    }

    /** Why {@link #finish} failed. */
    static String reason(Throwable failure) {
        return failure instanceof IllegalStateException
                ? String.valueOf(failure.getMessage())
                : FailureException.of(failure).sentence();
    }

    /** Forgets what was stored of it; never fails. */
    Future<Void> abort() {
        spoil("it was given up");
        FileId begun = id;
        id = null;
        return begun == null
                ? Future.succeededFuture()
                : bus.ask(Files.ABORT, new Files.Status(begun, owner))
                        .<Void>mapEmpty()
                        .otherwiseEmpty();
    }
}
