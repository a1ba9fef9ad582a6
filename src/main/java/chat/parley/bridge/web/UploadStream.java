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
import org.jspecify.annotations.Nullable;

/**
 * Hands the body of a request to the file store, a chunk after the other: one under way, one being filled, and the
 * socket waits meanwhile. A slow sender's bytes go on as they come, so that waiting for more holds nothing. When the
 * connection is cut, what had come is kept.
 */
final class UploadStream {
    private static final long WRITE_TIMEOUT_MS = 120_000;

    /** Whoever sends nothing for so long is gone, and comes back by another connection. */
    private static final long SILENCE_MS = 120_000;

    private final Bus bus;
    private final Context context;
    private final HttpServerRequest request;
    private final UserId owner;
    private final long turn;
    private final @Nullable MessageDigest digest;
    private final Promise<Files.Upload> received = Promise.promise();
    private Files.Upload upload;
    private long offset;
    private Buffer filling = Buffer.buffer();
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

    /** Where the upload stands when the body ended, or broke off; fails as {@link Files#WRITE} does. */
    Future<Files.Upload> receive() {
        request.handler(this::receive);
        request.endHandler(end -> end());
        request.exceptionHandler(broken -> cut());
        if (request.response().closed()) {
            cut();
        }
        long timer = context.owner().setPeriodic(SILENCE_MS, due -> listen());
        request.resume();
        return received.future().onComplete(done -> context.owner().cancelTimer(timer));
    }

    /** Whether the body broke off before its end. */
    boolean wasCut() {
        return cut;
    }

    private void listen() {
        if (!heard && !writing && !ended) {
            request.connection().close();
        }
        heard = false;
    }

    private void receive(Buffer bytes) {
        heard = true;
        if (received.future().isComplete()) {
            return;
        }
        filling.appendBuffer(bytes);
        if (writing) {
            if (filling.length() >= Files.CHUNK) {
                request.pause();
            }
        } else if (!scheduled) {
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
        if (filling.length() == 0) {
            if (ended) {
                received.tryComplete(upload);
            }
            return;
        }
        byte[] chunk = filling.getBytes(0, Math.min(filling.length(), Files.CHUNK));
        filling = chunk.length < filling.length() ? filling.getBuffer(chunk.length, filling.length()) : Buffer.buffer();
        write(chunk);
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
        request.resume();
    }
}
