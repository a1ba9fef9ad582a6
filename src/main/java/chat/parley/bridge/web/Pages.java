package chat.parley.bridge.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The bundled web UI: static files from the jar, compressed by the build, under a policy that runs nothing but them. */
final class Pages {
    /** CSP level 3: nothing inline, nothing foreign, and nobody may frame it. */
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' blob: data:",
            "media-src 'self' blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'");

    /** Not a name that a folder beside a running server could have: files there would be served instead. */
    private static final String FOLDER = "chat/parley/pages";

    /** What the build has compressed beforehand, by the folder that holds it; the first that a browser takes is served. */
    private static final Map<String, String> COMPRESSED = new LinkedHashMap<>();

    static {
        COMPRESSED.put("br", FOLDER + ".br");
        COMPRESSED.put("gzip", FOLDER + ".gz");
    }

    private static final Pattern TEXT = Pattern.compile(".*(/|\\.(html|js|css|json|svg))");

    private Pages() {}

    static void mount(Router router) {
        Route pages =
                router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(Pages::headers);
        COMPRESSED.forEach((encoding, folder) -> {
            StaticHandler files = files(folder);
            pages.handler(request -> {
                if (takes(request, encoding)) {
                    request.response().putHeader(HttpHeaders.CONTENT_ENCODING, encoding);
                    files.handle(request);
                } else {
                    request.next();
                }
            });
            pages.handler(
                    request -> { // it was not among them
                        request.response().headers().remove(HttpHeaders.CONTENT_ENCODING);
                        request.next();
                    });
        });
        pages.handler(files(FOLDER)).handler(Pages::notFound);
    }

    private static StaticHandler files(String folder) {
        return StaticHandler.create(folder)
                .setIndexPage("index.html")
                .setDirectoryListing(false)
                .setIncludeHidden(false)
                .setCachingEnabled(false);
    }

    private static boolean takes(RoutingContext request, String encoding) {
        return TEXT.matcher(request.normalizedPath()).matches()
                && request.parsedHeaders().acceptEncoding().stream()
                        .anyMatch(accepted -> accepted.value().equalsIgnoreCase(encoding) && accepted.weight() > 0);
    }

    private static void notFound(RoutingContext request) {
        request.response()
                .setStatusCode(404)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end("There is no such page. The chat is at /\n");
    }

    private static void headers(RoutingContext request) {
        boolean hashed = request.normalizedPath().startsWith("/assets/");
        request.response()
                .putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), payment=(), usb=()")
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader(HttpHeaders.CACHE_CONTROL, hashed ? "public, max-age=31536000, immutable" : "no-cache");
        request.next();
    }
}
