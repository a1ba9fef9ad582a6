package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.Files;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.model.FileId;
import chat.parley.model.InvalidValueException;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tus 1.0.0 server: core, creation and termination. */
final class UploadRoutes {
    private static final String PATH = "/files/upload";
    private static final String VERSION = "1.0.0";
    private static final String OFFSET = "Upload-Offset";
    private static final String LENGTH = "Upload-Length";
    private static final String BYTES = "application/offset+octet-stream";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern BEARER = Pattern.compile("Bearer +([!-~]{1,512})", Pattern.CASE_INSENSITIVE);

    /** A sync of the disk may take its time. */
    private static final long FINISH_TIMEOUT_MS = 120_000;

    private final Bus bus;
    private final Settings.Files settings;

    UploadRoutes(Bus bus, Settings.Files settings) {
        this.bus = bus;
        this.settings = settings;
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
            case "HEAD" -> answer(request, owner -> head(request, status(id, owner)));
            case "PATCH" -> answer(request, owner -> patch(request, status(id, owner)));
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
        request.response().putHeader(HttpHeaders.ALLOW, allowed).putHeader("Tus-Resumable", VERSION);
        Refusals.refuse(request, 405, "This address takes " + allowed + ".");
    }

    private void options(HttpServerRequest request) {
        request.response()
                .setStatusCode(204)
                .putHeader("Tus-Resumable", VERSION)
                .putHeader("Tus-Version", VERSION)
                .putHeader("Tus-Extension", "creation,termination")
                .putHeader("Tus-Max-Size", String.valueOf(settings.maxSize().bytes()))
                .end();
    }

    /** Checks version and token, and turns what fails into an answer. The body waits meanwhile. */
    private void answer(HttpServerRequest request, Function<UserId, Future<Void>> action) {
        request.response().putHeader("Tus-Resumable", VERSION);
        if (!VERSION.equals(request.getHeader("Tus-Resumable"))) {
            request.response().putHeader("Tus-Version", VERSION);
            Refusals.refuse(request, 412, "Tus-Resumable has to be " + VERSION + ".");
            return;
        }
        request.pause();
        identify(request).compose(action).onFailure(failure -> Refusals.refuse(request, failure));
    }

    private Future<UserId> identify(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        var bearer = BEARER.matcher(header == null ? "" : header);
        if (!bearer.matches()) {
            return Future.failedFuture(
                    Failure.BAD_TOKEN.because("Please send Authorization: Bearer and the token of your login."));
        }
        return bus.ask(Users.IDENTIFY, new Users.Token(bearer.group(1)))
                .compose(known -> known.gone()
                        ? Future.failedFuture(Failure.BAD_TOKEN.because("This token is void."))
                        : Future.succeededFuture(known.user().id()));
    }

    private Future<Files.Status> status(String id, UserId owner) {
        try {
            return Future.succeededFuture(new Files.Status(new FileId(id), owner));
        } catch (InvalidValueException e) {
            return Future.failedFuture(Failure.NO_SUCH_FILE.because("There is no such upload."));
        }
    }

    private Future<Void> create(HttpServerRequest request, UserId owner) {
        long length = number(request, LENGTH);
        UploadMetadata metadata = UploadMetadata.parse(request.getHeader("Upload-Metadata"));
        return bus.ask(Files.CREATE, new Files.Create(owner, metadata.name(), metadata.type(), length))
                .compose(upload -> finished(owner, upload))
                .map(upload -> {
                    HttpServerResponse response = request.response()
                            .setStatusCode(201)
                            .putHeader(HttpHeaders.LOCATION, PATH + "/" + upload.id())
                            .putHeader(OFFSET, "0");
                    return end(request, response);
                });
    }

    /** A server that went down between the last byte and the end of the upload makes up for it here. */
    private Future<Void> head(HttpServerRequest request, Future<Files.Status> status) {
        return status.compose(mine -> bus.ask(Files.STATUS, mine).compose(upload -> finished(mine.owner(), upload)))
                .map(upload -> {
                    HttpServerResponse response = request.response()
                            .putHeader(OFFSET, String.valueOf(upload.offset()))
                            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
                    if (upload.size() == null) {
                        response.putHeader("Upload-Defer-Length", "1");
                    } else {
                        response.putHeader(LENGTH, String.valueOf(upload.size()));
                    }
                    return end(request, response);
                });
    }

    private Future<Void> patch(HttpServerRequest request, Future<Files.Status> status) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.strip().equalsIgnoreCase(BYTES)) {
            Refusals.refuse(request, 415, "Content-Type has to be " + BYTES + ".");
            return Future.succeededFuture();
        }
        long offset = number(request, OFFSET);
        return status.compose(mine -> bus.ask(Files.STATUS, mine)
                        .compose(upload -> receive(request, mine, upload, offset))
                        .compose(upload -> finished(mine.owner(), upload)))
                .map(upload -> end(
                        request,
                        request.response().setStatusCode(204).putHeader(OFFSET, String.valueOf(upload.offset()))));
    }

    private Future<Files.Upload> receive(
            HttpServerRequest request, Files.Status mine, Files.Upload upload, long offset) {
        if (upload.offset() != offset) {
            throw Failure.BAD_OFFSET.because(
                    "This upload has " + upload.offset() + " bytes, so it goes on there and not at " + offset + ".");
        }
        String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        Long size = upload.size();
        if (announced != null
                && size != null
                && NUMBER.matcher(announced).matches()
                && Long.parseLong(announced) > size - offset) {
            throw Failure.TOO_LARGE.because("This upload was announced with " + size + " bytes, of which "
                    + (size - offset) + " are missing; these would be " + announced + ".");
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return new UploadStream(bus, request, mine, upload).receive();
    }

    private Future<Files.Upload> finished(UserId owner, Files.Upload upload) {
        Long size = upload.size();
        if (upload.finished() || size == null || upload.offset() != size) {
            return Future.succeededFuture(upload);
        }
        return bus.ask(Files.FINISH, new Files.Finish(upload.id(), owner, null, null), FINISH_TIMEOUT_MS)
                .map(upload);
    }

    private Future<Void> delete(HttpServerRequest request, Future<Files.Status> status) {
        return status.compose(mine -> bus.ask(Files.STATUS, mine)
                        .compose(upload -> upload.finished()
                                ? Future.failedFuture(
                                        Failure.FORBIDDEN.because("This upload is finished; it is a file now."))
                                : bus.ask(Files.ABORT, mine)))
                .map(done -> end(request, request.response().setStatusCode(204)));
    }

    private static @Nullable Void end(HttpServerRequest request, HttpServerResponse response) {
        if (!response.closed()) {
            response.end();
        }
        request.resume();
        return null;
    }

    private static long number(HttpServerRequest request, String header) {
        String value = request.getHeader(header);
        if (value == null || !NUMBER.matcher(value).matches()) {
            throw Failure.BAD_REQUEST.because(header + " has to be a number of bytes.");
        }
        return Long.parseLong(value);
    }
}
