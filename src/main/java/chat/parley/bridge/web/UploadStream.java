package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import chat.parley.model.UserId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Hands the body of a request to the file store, a chunk after the other: one under way, one being filled, and the
 * socket waits meanwhile. A slow sender's bytes go on as they come, so that waiting for more holds nothing. When the
 * connection is cut, what had come is kept.
 */
final class UploadStream {
    private static final long WRITE_TIMEOUT_MS = 120_000;

    private final Bus bus;
    private final Context context;
    private final HttpServerRequest request;
    private final UserId owner;
    private final long turn;
    private final @Nullable MessageDigest digest;
    private final Promise<Files.Upload> received = Promise.promise();
    private Files.Upload upload;
    private long offset;
    /** What came and was not handed over: not much more than a chunk. */
    private final Deque<Buffer> waiting = new ArrayDeque<>();

    private int waitingBytes;

    /** Bytes of the first of them that were handed over. */
    private int taken;

    private boolean scheduled;
    private boolean writing;
    private boolean ended;
    private boolean cut;
    private boolean heard;

    /** @param digest is given all that comes; null for none */
    UploadStream(
            Bus bus,
            Context context,
            HttpServerRequest request,
            UserId owner,
            Files.Resumed resumed,
            @Nullable MessageDigest digest) {
        this.bus = bus;
        this.context = context;
        this.request = request;
        this.owner = owner;
        this.turn = resumed.turn();
        this.digest = digest;
        this.upload = resumed.upload();
        this.offset = upload.offset();
    }

    /**
     * Where the upload stands when the body ended, or broke off; fails as {@link Files#WRITE} does.
     *
     * @param silence whoever sends nothing for so long is gone, and comes back by another connection
     */
    Future<Files.Upload> receive(Duration silence) {
        request.handler(this::receive);
        request.endHandler(end -> end());
        request.exceptionHandler(broken -> cut());
        if (request.response().closed()) {
            cut();
        }
        long timer = context.owner().setPeriodic(silence.toMillis(), due -> listen());
        request.resume();
        return received.future().onComplete(done -> context.owner().cancelTimer(timer));
    }

    /** Whether the body broke off before its end. */
    boolean wasCut() {
        return cut;
    }

    private void listen() {
        if (!heard && !writing && !ended) {
            Cut.now(request);
        }
        heard = false;
    }

    private void receive(Buffer bytes) {
        heard = true;
        if (received.future().isComplete()) {
            return;
        }
        waiting.add(bytes);
        waitingBytes += bytes.length();
        if (waitingBytes >= Files.CHUNK) {
            request.pause();
        }
        if (!writing && !scheduled) {
            // What came by one read of the socket is written together
            scheduled = true;
            context.runOnContext(turnEnded -> {
                scheduled = false;
                next();
            });
        }
    }

    private void cut() {
        cut = !ended;
        end();
    }

    private void end() {
        ended = true;
        next();
    }

    private void next() {
        if (writing || scheduled || received.future().isComplete()) {
            return;
        }
        if (waitingBytes > 0) {
            write(take(Math.min(waitingBytes, Files.CHUNK)));
        } else if (ended) {
            received.tryComplete(upload);
        }
    }

    private byte[] take(int length) {
        byte[] chunk = new byte[length];
        int filled = 0;
        while (filled < length) {
            Buffer first = waiting.element();
            int part = Math.min(length - filled, first.length() - taken);
            first.getBytes(taken, taken + part, chunk, filled);
            filled += part;
            taken += part;
            if (taken == first.length()) {
                waiting.remove();
                taken = 0;
            }
        }
        waitingBytes -= length;
        return chunk;
    }

    private void write(byte[] chunk) {
        if (digest != null) {
            digest.update(chunk);
        }
        writing = true;
        bus.ask(
                        Files.WRITE,
                        new Files.Write(upload.id(), owner, turn, offset, new Files.Bytes(chunk)),
                        WRITE_TIMEOUT_MS)
                .onSuccess(now -> written(now, chunk.length))
                .onFailure(received::tryFail);
    }

    private void written(Files.Upload now, int length) {
        writing = false;
        upload = now;
        offset += length;
        next();
        if (waitingBytes < Files.CHUNK) {
            request.resume();
        }
    }
}
