package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.model.User;
import chat.parley.model.UserId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the body of a request into an upload: all that comes, or with a checksum all or nothing. */
final class UploadBody {
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    /** A sync of the disk may take its time. */
    private static final long FINISH_TIMEOUT_MS = 120_000;

    private final Bus bus;
    private final Duration silence;

    /** @param silence after which a sender counts as gone */
    UploadBody(Bus bus, Duration silence) {
        this.bus = bus;
        this.silence = silence;
    }

    /** A body with another checksum than announced: nothing of it was kept. */
    static final class MismatchException extends RuntimeException {
        private MismatchException(Files.Upload upload) {
            super(
                    "These bytes do not have the checksum that was announced. They were not kept: the upload stands at "
                            + upload.offset() + ".",
                    null,
                    false,
                    false);
        }
    }

    /** Where the upload stands then. Called on the request's event loop. */
    Future<Files.Upload> receive(
            HttpServerRequest request, UserId owner, Files.Upload upload, @Nullable Checksum checksum) {
        Context context = Vertx.currentContext();
        Long announced = Tus.bodyLength(request);
        Long size = upload.size();
        if (announced != null && size != null && announced > size - upload.offset()) {
            throw Failure.TOO_LARGE.because("This upload was announced with " + size + " bytes, of which "
                    + (size - upload.offset()) + " are missing; these would be " + announced + ".");
        }
        if (context == null) {
            throw new IllegalStateException("Not on an event loop");
        }
        return bus.ask(Files.RESUME, new Files.Resume(upload.id(), owner, upload.offset(), checksum != null))
                .compose(resumed -> {
                    if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                        request.response().writeContinue();
                    }
                    UploadStream stream = new UploadStream(
                            bus, context, request, owner, resumed, checksum == null ? null : checksum.digest());
                    Future<Files.Upload> received = stream.receive(silence);
                    return checksum == null || resumed.upload().finished()
                            ? received
                            : received.transform(ended -> settle(owner, resumed, checksum, stream, received));
                });
    }

    private Future<Files.Upload> settle(
            UserId owner,
            Files.Resumed resumed,
            Checksum checksum,
            UploadStream stream,
            Future<Files.Upload> received) {
        boolean right = received.succeeded() && !stream.wasCut() && checksum.holds();
        return bus.ask(Files.SETTLE, new Files.Settle(resumed.upload().id(), owner, resumed.turn(), right))
                .compose(upload -> {
                    if (received.failed()) {
                        return received;
                    }
                    return right ? Future.succeededFuture(upload) : Future.failedFuture(new MismatchException(upload));
                });
    }

    /** The upload as it is once it became a file, if all of it is there. */
    Future<Files.Upload> finished(User owner, Files.Upload upload) {
        Long size = upload.size();
        if (upload.finished() || size == null || upload.offset() != size) {
            return Future.succeededFuture(upload);
        }
        return bus.ask(Files.FINISH, new Files.Finish(upload.id(), owner.id(), null, null), FINISH_TIMEOUT_MS)
                .onSuccess(stored -> events.info("upload {} of {} bytes by {}", upload.id(), size, owner.name()))
                .map(stored ->
                        new Files.Upload(upload.id(), upload.name(), upload.type(), upload.offset(), size, true, 0));
    }
}
