package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Hands the body of a request to the file store, a chunk after the other: one under way, one being filled, and the
 * socket waits meanwhile. When the connection is cut, what had come is kept.
 */
final class UploadStream {
    private static final long WRITE_TIMEOUT_MS = 120_000;

    private final Bus bus;
    private final HttpServerRequest request;
    private final Files.Status mine;
    private final Promise<Files.Upload> received = Promise.promise();
    private Files.Upload upload;
    private Buffer filling = Buffer.buffer();
    private boolean writing;
    private boolean ended;

    UploadStream(Bus bus, HttpServerRequest request, Files.Status mine, Files.Upload upload) {
        this.bus = bus;
        this.request = request;
        this.mine = mine;
        this.upload = upload;
    }

    /** Where the upload stands when the body ended, or broke off; fails as {@link Files#WRITE} does. */
    Future<Files.Upload> receive() {
        request.handler(this::receive);
        request.endHandler(end -> end());
        request.exceptionHandler(cut -> end());
        if (request.response().closed()) {
            end();
        }
        request.resume();
        return received.future();
    }

    private void receive(Buffer bytes) {
        if (received.future().isComplete()) {
            return;
        }
        filling.appendBuffer(bytes);
        if (filling.length() >= Files.CHUNK) {
            if (writing) {
                request.pause();
            } else {
                write();
            }
        }
    }

    private void end() {
        ended = true;
        if (!writing) {
            write();
        }
    }

    private void write() {
        int length = Math.min(filling.length(), Files.CHUNK);
        if (length == 0) {
            received.tryComplete(upload);
            return;
        }
        byte[] chunk = filling.getBytes(0, length);
        Buffer rest = Buffer.buffer();
        if (length < filling.length()) {
            rest.appendBuffer(filling, length, filling.length() - length);
        }
        filling = rest;
        writing = true;
        bus.ask(
                        Files.WRITE,
                        new Files.Write(mine.id(), mine.owner(), upload.offset(), new Files.Bytes(chunk)),
                        WRITE_TIMEOUT_MS)
                .onSuccess(this::written)
                .onFailure(received::tryFail);
    }

    private void written(Files.Upload now) {
        writing = false;
        upload = now;
        if (ended || filling.length() >= Files.CHUNK) {
            write();
        }
        request.resume();
    }
}
