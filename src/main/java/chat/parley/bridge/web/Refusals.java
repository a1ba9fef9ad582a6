package chat.parley.bridge.web;

import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** Failures as HTTP: a status and a sentence as plain text. */
final class Refusals {
    /** So much of a body is read for nothing, to keep the connection; a longer one costs the client its connection. */
    private static final int MAX_DRAINED = 1 << 20;

    private Refusals() {}

    static void refuse(HttpServerRequest request, Throwable cause) {
        FailureException failure = FailureException.of(cause);
        if (failure.failure() == Failure.BAD_TOKEN) {
            request.response().putHeader("WWW-Authenticate", "Bearer");
        }
        refuse(request, status(failure.failure()), failure.sentence());
    }

    /** Answers, and reads what the client still sends only as far as it is worth it. */
    static void refuse(HttpServerRequest request, int status, String sentence) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(sentence + "\n");
        drain(request);
    }

    private static void drain(HttpServerRequest request) {
        if (request.isEnded()) {
            return;
        }
        long[] drained = {0};
        request.handler(body -> {
            drained[0] += body.length();
            if (drained[0] > MAX_DRAINED) {
                request.connection().close();
            }
        });
        request.resume();
    }

    private static int status(Failure failure) {
        return switch (failure) {
            case BAD_TOKEN, NOT_LOGGED_IN -> 401;
            case FORBIDDEN -> 403;
            case NO_SUCH_FILE, NO_SUCH_ROOM, NO_SUCH_USER, USER_GONE -> 404;
            case BAD_OFFSET -> 409;
            case TOO_LARGE -> 413;
            case TOO_MANY, RATE_LIMITED -> 429;
            case STORAGE_FULL -> 507;
            case STORAGE_READ_ONLY, UNAVAILABLE -> 503;
            case INTERNAL -> 500;
            default -> 400;
        };
    }
}
