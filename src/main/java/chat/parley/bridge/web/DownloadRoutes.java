package chat.parley.bridge.web;

import chat.parley.bridge.FileAccess;
import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.crypto.LinkSigner;
import chat.parley.model.FileId;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** Downloads by signed link. The link says who reads; whether they may is asked anew each time. */
final class DownloadRoutes {
    private static final int SNIFFED = 16;

    private final Bus bus;
    private final FileAccess access;
    private final LinkSigner signer;

    DownloadRoutes(Bus bus, LinkSigner signer) {
        this.bus = bus;
        this.access = new FileAccess(bus);
        this.signer = signer;
    }

    /** {@code /files/<id>/<name>?for=…&until=…&sig=…} */
    void download(HttpServerRequest request, String id) {
        if (!isGet(request) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            Refusals.refuse(request, 405, "This address takes GET, HEAD.");
            return;
        }
        readable(id, request).compose(stored -> serve(request, stored)).onFailure(failure -> refuse(request, failure));
    }

    private Future<Files.Stored> readable(String id, HttpServerRequest request) {
        try {
            MultiMap query = request.params();
            FileId file = new FileId(id);
            UserId reader = new UserId(orEmpty(query.get("for")));
            long until = Long.parseLong(orEmpty(query.get("until")));
            String signature = orEmpty(query.get("sig"));
            boolean genuine = signer.verify(file.value(), reader.value(), until, signature);
            return genuine && System.currentTimeMillis() < until ? access.readable(reader, file) : noSuchFile();
        } catch (IllegalArgumentException e) { // no id, no number, or no query string at all
            return noSuchFile();
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static Future<Files.Stored> noSuchFile() {
        return Future.failedFuture(Failure.NO_SUCH_FILE.because("There is no such file."));
    }

    /** One and the same answer for an unknown file, a foreign one, and a link that is forged or over. */
    private static void refuse(HttpServerRequest request, Throwable cause) {
        if (FailureException.of(cause).failure() == Failure.NO_SUCH_FILE) {
            Refusals.refuse(request, 404, "There is no such file, or the link is too old.");
        } else {
            Refusals.refuse(request, cause);
        }
    }

    private Future<Void> serve(HttpServerRequest request, Files.Stored stored) {
        // Also finds out that the bytes are there, before anything is promised.
        return bus.ask(Files.READ, new Files.Read(stored.file().id(), 0, SNIFFED))
                .compose(start -> serve(request, stored, start.bytes().array()));
    }

    private Future<Void> serve(HttpServerRequest request, Files.Stored stored, byte[] start) {
        HttpServerResponse response = request.response();
        long size = stored.file().size();
        String tag = "\"" + stored.file().id() + "\"";
        headers(response, stored, ImageType.of(start), "1".equals(request.getParam("download")));
        response.putHeader(HttpHeaders.ETAG, tag);
        if (matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
            return response.setStatusCode(304).end();
        }
        ByteRange range = isGet(request) ? range(request, size, tag) : ByteRange.all(size);
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
        return isGet(request) ? new DownloadStream(bus, response, stored.file().id(), range).send() : response.end();
    }

    private static boolean isGet(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET);
    }

    private static void headers(
            HttpServerResponse response, Files.Stored stored, @Nullable String image, boolean save) {
        boolean inline = image != null && !save;
        response.putHeader(HttpHeaders.CONTENT_TYPE, image == null ? "application/octet-stream" : image)
                .putHeader(
                        "Content-Disposition",
                        Disposition.of(inline, stored.file().name()))
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "sandbox; default-src 'none'")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader(HttpHeaders.CACHE_CONTROL, "private")
                .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    }

    private static boolean matches(@Nullable String header, String tag) {
        return header != null && (header.contains(tag) || header.strip().equals("*"));
    }

    private static @Nullable ByteRange range(HttpServerRequest request, long size, String tag) {
        String onlyIf = request.getHeader("If-Range");
        return onlyIf == null || onlyIf.strip().equals(tag)
                ? ByteRange.parse(request.getHeader("Range"), size)
                : ByteRange.all(size);
    }
}
