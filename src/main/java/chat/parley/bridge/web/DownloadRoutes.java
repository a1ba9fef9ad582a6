package chat.parley.bridge.web;

import chat.parley.bridge.FileAccess;
import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.crypto.LinkSigner;
import chat.parley.model.FileId;
import chat.parley.model.SessionId;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Downloads by signed link. The link says in which session it was made; whether that still lasts, and whether its user
 * may read, is asked anew each time. The entity tag is known only to whom a link worked for, so it lets a browser go on
 * with what it began after the link's own short time.
 */
final class DownloadRoutes {
    private static final String RANGE = "Range";
    private static final String IF_RANGE = "If-Range";

    private final Bus bus;
    private final FileAccess access;
    private final LinkSigner signer;
    private final LiveRequests live;
    private final Bearer bearer;
    private final long resumable;
    private final Duration silence;

    DownloadRoutes(Bus bus, Settings.Files settings, Duration silence, LinkSigner signer, LiveRequests live) {
        this.bus = bus;
        this.access = new FileAccess(bus);
        this.signer = signer;
        this.live = live;
        this.bearer = new Bearer(bus, live);
        this.silence = silence;
        this.resumable = settings.resumable().toMillis();
    }

    /** What a request may have: the file, and the reader's own tag of it. */
    private record Granted(Files.Stored stored, String tag) {}

    /** {@code /files/<id>/<name>?for=…&until=…&sig=…}, or {@code /files/<id>} with a token. */
    void download(HttpServerRequest request, String id) {
        if (!isGet(request) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            Refusals.refuse(request, 405, "This address takes GET, HEAD.");
            return;
        }
        granted(id, request).compose(granted -> serve(request, granted)).onFailure(failure -> refuse(request, failure));
    }

    private Future<Granted> granted(String id, HttpServerRequest request) {
        try {
            FileId file = new FileId(id);
            return Bearer.isIn(request)
                    ? bearer.user(request).compose(reader -> granted(file, reader.id()))
                    : grantedByLink(file, request);
        } catch (IllegalArgumentException e) { // no id, no number, or no query string at all
            return noSuchFile();
        }
    }

    private Future<Granted> grantedByLink(FileId file, HttpServerRequest request) {
        MultiMap query = request.params();
        SessionId session = new SessionId(orEmpty(query.get("for")));
        long until = Long.parseLong(orEmpty(query.get("until")));
        if (!signer.verify(file.value(), session.value(), until, orEmpty(query.get("sig")))) {
            return noSuchFile();
        }
        return bus.ask(Users.ALIVE, new Users.Alive(session))
                .onSuccess(holder -> live.add(session, request))
                .compose(holder -> {
                    UserId reader = holder.user().id();
                    long extra = goesOn(request, tag(file, reader)) ? resumable : 0;
                    return System.currentTimeMillis() < until + extra ? granted(file, reader) : noSuchFile();
                });
    }

    private Future<Granted> granted(FileId file, UserId reader) {
        return access.readable(reader, file).map(stored -> new Granted(stored, tag(file, reader)));
    }

    private String tag(FileId file, UserId reader) {
        return '"' + signer.tag(file.value(), reader.value()) + '"';
    }

    private static boolean goesOn(HttpServerRequest request, String tag) {
        return request.getHeader(RANGE) != null
                && tag.equals(orEmpty(request.getHeader(IF_RANGE)).strip());
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static <T> Future<T> noSuchFile() {
        return Future.failedFuture(Failure.NO_SUCH_FILE.because("There is no such file."));
    }

    /** One and the same answer for an unknown file, a foreign one, and a link that is forged or over. */
    private static void refuse(HttpServerRequest request, Throwable cause) {
        Failure failure = FailureException.of(cause).failure();
        if (failure == Failure.NO_SUCH_FILE || (failure == Failure.BAD_TOKEN && !Bearer.isIn(request))) {
            Refusals.refuse(request, 404, "There is no such file, or the link is too old.");
        } else {
            Refusals.refuse(request, cause);
        }
    }

    private Future<Void> serve(HttpServerRequest request, Granted granted) {
        // Also finds out that the bytes are there, before anything is promised.
        return bus.ask(Files.OPEN, new Files.Find(granted.stored().file().id()))
                .compose(opened -> Future.succeededFuture(opened)
                        .compose(open -> serve(request, granted, open))
                        .onComplete(done -> opened.file().close()));
    }

    private Future<Void> serve(HttpServerRequest request, Granted granted, Files.Opened opened) {
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return Future.succeededFuture();
        }
        byte[] start = opened.start().array();
        if (isForAPage(request) && SafeType.isTooLarge(start)) {
            Refusals.refuse(
                    request,
                    406,
                    "This picture is not shown: it has more than " + SafeType.MOST_PIXELS
                            + " pixels, or does not tell how many. It can be saved.");
            return Future.succeededFuture();
        }
        Files.Stored stored = granted.stored();
        long size = stored.file().size();
        boolean save = "1".equals(request.getParam("download"));
        headers(response, stored, SafeType.of(start), save);
        response.putHeader(HttpHeaders.ETAG, granted.tag());
        if (matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), granted.tag())) {
            return response.setStatusCode(304).end();
        }
        ByteRange range = isGet(request) ? range(request, size, granted.tag()) : ByteRange.all(size);
        if (range == null) {
            response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
            return response.setStatusCode(416)
                    .putHeader(HttpHeaders.CONTENT_LENGTH, "0")
                    .end();
        }
        if (range.partial()) {
            long last = range.first() + range.length() - 1;
            response.setStatusCode(206)
                    .putHeader(HttpHeaders.CONTENT_RANGE, "bytes " + range.first() + "-" + last + "/" + size);
        }
        response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(range.length()));
        return isGet(request)
                ? new DownloadStream(bus, request, stored.file().id(), range).send(opened.file(), silence)
                : response.end();
    }

    /** Whether a browser would unpack it as an image; whatever type it is told, it looks for itself. */
    private static boolean isForAPage(HttpServerRequest request) {
        return "image".equals(request.getHeader("Sec-Fetch-Dest"))
                || orEmpty(request.getHeader(HttpHeaders.ACCEPT)).startsWith("image/");
    }

    private static boolean isGet(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET);
    }

    private static void headers(
            HttpServerResponse response, Files.Stored stored, @Nullable String shown, boolean save) {
        boolean inline = shown != null && !save;
        response.putHeader(HttpHeaders.CONTENT_TYPE, shown == null ? "application/octet-stream" : shown)
                .putHeader(
                        "Content-Disposition",
                        Disposition.of(inline, stored.file().name()))
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "sandbox; default-src 'none'")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private")
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        Files.Bytes sha256 = stored.sha256();
        if (sha256 != null) {
            // RFC 9530
            String base64 = Base64.getEncoder().encodeToString(sha256.array());
            response.putHeader("Repr-Digest", "sha-256=:" + base64 + ":");
        }
    }

    private static boolean matches(@Nullable String header, String tag) {
        return header != null && (header.contains(tag) || header.strip().equals("*"));
    }

    private static @Nullable ByteRange range(HttpServerRequest request, long size, String tag) {
        String onlyIf = request.getHeader(IF_RANGE);
        return onlyIf == null || onlyIf.strip().equals(tag)
                ? ByteRange.parse(request.getHeader(RANGE), size)
                : ByteRange.all(size);
    }
}
