package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.config.Settings;
import chat.parley.model.FileId;
import chat.parley.model.InvalidValueException;
import chat.parley.model.User;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tus 1.0.0 server: who asks for what. What comes in is {@link UploadBody}'s. */
final class UploadRoutes {
    private static final String PATH = "/files/upload";

    private final Bus bus;
    private final Settings.Files settings;
    private final Bearer bearer;
    private final UploadBody body;

    UploadRoutes(Bus bus, Settings.Files settings, Duration silence, LiveRequests live) {
        this.bus = bus;
        this.settings = settings;
        this.bearer = new Bearer(bus, live);
        this.body = new UploadBody(bus, silence);
    }

    /** {@code /files/upload} */
    void collection(HttpServerRequest request) {
        switch (method(request)) {
            case "OPTIONS" -> options(request);
            case "POST" -> answer(request, owner -> create(request, owner));
            default -> refuseMethod(request, "OPTIONS, POST");
        }
    }

    /** {@code /files/upload/<id>} */
    void upload(HttpServerRequest request, String id) {
        switch (method(request)) {
            case "OPTIONS" -> options(request);
            case "HEAD" -> answer(request, owner -> head(request, owner, status(id, owner)));
            case "PATCH" -> answer(request, owner -> patch(request, owner, status(id, owner)));
            case "DELETE" -> answer(request, owner -> delete(request, status(id, owner)));
            default -> refuseMethod(request, "OPTIONS, HEAD, PATCH, DELETE");
        }
    }

    private static String method(HttpServerRequest request) {
        String override = request.getHeader("X-HTTP-Method-Override");
        return override != null && request.method().equals(HttpMethod.POST)
                ? override
                : request.method().name();
    }

    private static void refuseMethod(HttpServerRequest request, String allowed) {
        request.response().putHeader(HttpHeaders.ALLOW, allowed).putHeader(Tus.RESUMABLE, Tus.VERSION);
        Refusals.refuse(request, 405, "This address takes " + allowed + ".");
    }

    private void options(HttpServerRequest request) {
        Tus.offer(request.response(), settings.maxSize().bytes());
        request.response().setStatusCode(204).end();
    }

    /** Checks version and token, and turns what fails into an answer. The body waits meanwhile. */
    private void answer(HttpServerRequest request, Function<User, Future<Void>> action) {
        request.response().putHeader(Tus.RESUMABLE, Tus.VERSION);
        if (!Tus.VERSION.equals(request.getHeader(Tus.RESUMABLE))) {
            request.response().putHeader("Tus-Version", Tus.VERSION);
            Refusals.refuse(request, 412, "Tus-Resumable has to be " + Tus.VERSION + ".");
            return;
        }
        request.pause();
        bearer.user(request).compose(action).onFailure(failure -> refuse(request, failure));
    }

    private static void refuse(HttpServerRequest request, Throwable failure) {
        if (failure instanceof UploadBody.MismatchException) {
            request.response().setStatusMessage("Checksum Mismatch");
            Refusals.refuse(request, 460, String.valueOf(failure.getMessage()));
        } else {
            Refusals.refuse(request, failure);
        }
    }

    private Future<Files.Status> status(String id, User owner) {
        try {
            return Future.succeededFuture(new Files.Status(new FileId(id), owner.id()));
        } catch (InvalidValueException e) {
            return Future.failedFuture(Failure.NO_SUCH_FILE.because("There is no such upload."));
        }
    }

    private Future<Void> create(HttpServerRequest request, User owner) {
        if (request.getHeader("Upload-Concat") != null || request.getHeader("Upload-Defer-Length") != null) {
            throw Failure.BAD_REQUEST.because(
                    "An upload is whole and its length is known: Upload-Concat and Upload-Defer-Length are not taken.");
        }
        long length = Tus.number(request, Tus.LENGTH);
        UploadMetadata metadata = UploadMetadata.parse(request.getHeader(Tus.METADATA));
        Checksum checksum = Checksum.parse(request.getHeader(Tus.CHECKSUM));
        return bus.ask(Files.CREATE, new Files.Create(owner.id(), metadata.name(), metadata.type(), length))
                .compose(upload -> {
                    request.response().putHeader(HttpHeaders.LOCATION, PATH + "/" + upload.id());
                    return Tus.hasBytes(request)
                            ? body.receive(request, owner.id(), upload, checksum)
                            : Future.succeededFuture(upload);
                })
                .compose(upload -> body.finished(owner, upload))
                .map(upload -> end(request, 201, upload));
    }

    /**
     * Whoever asks means to go on: nothing more comes in by older requests, so that it stands where it is said to stand.
     * A server that went down between the last byte and the end of the upload makes up for it here.
     */
    private Future<Void> head(HttpServerRequest request, User owner, Future<Files.Status> status) {
        return status.compose(mine -> bus.ask(Files.RESUME, new Files.Resume(mine.id(), mine.owner(), null, false)))
                .compose(resumed -> body.finished(owner, resumed.upload()))
                .map(upload -> {
                    Tus.describeAll(request.response(), upload);
                    request.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    return end(request, 200, upload);
                });
    }

    private Future<Void> patch(HttpServerRequest request, User owner, Future<Files.Status> status) {
        if (!Tus.hasBytes(request)) {
            Refusals.refuse(request, 415, "Content-Type has to be " + Tus.BYTES + ".");
            return Future.succeededFuture();
        }
        long offset = Tus.number(request, Tus.OFFSET);
        Checksum checksum = Checksum.parse(request.getHeader(Tus.CHECKSUM));
        return status.compose(mine -> bus.ask(Files.STATUS, mine)
                        .compose(upload -> {
                            if (upload.offset() != offset) {
                                throw Failure.BAD_OFFSET.because("This upload has " + upload.offset()
                                        + " bytes, so it goes on there and not at " + offset + ".");
                            }
                            return body.receive(request, mine.owner(), upload, checksum);
                        })
                        .compose(upload -> body.finished(owner, upload)))
                .map(upload -> end(request, 204, upload));
    }

    private Future<Void> delete(HttpServerRequest request, Future<Files.Status> status) {
        return status.compose(mine -> bus.ask(Files.STATUS, mine).compose(there -> bus.ask(Files.ABORT, mine)))
                .map(done -> end(request, request.response().setStatusCode(204)));
    }

    private static @Nullable Void end(HttpServerRequest request, int status, Files.Upload upload) {
        return end(request, Tus.describe(request.response().setStatusCode(status), upload));
    }

    private static @Nullable Void end(HttpServerRequest request, HttpServerResponse response) {
        if (!response.closed()) {
            response.end();
        }
        request.resume();
        return null;
    }
}
