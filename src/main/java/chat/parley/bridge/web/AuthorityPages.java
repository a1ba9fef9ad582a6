package chat.parley.bridge.web;

import chat.parley.crypto.LocalAuthority;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code /ca}: the certificate of the local authority, and how it is installed on each platform. Nothing in it is
 * secret; whether it is genuine the reader finds out by comparing the fingerprint.
 */
final class AuthorityPages {
    private static final String PAGE = "/ca";
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String page;
    private final Buffer style;
    private final Buffer der;
    private final Buffer pem;

    AuthorityPages(LocalAuthority authority) {
        this.style = Buffer.buffer(resource("style.css"));
        this.pem = Buffer.buffer(authority.pem());
        this.der = Buffer.buffer(authority.der());
        this.page = new String(resource("page.html"), StandardCharsets.UTF_8)
                .replace("{name}", escaped(commonName(authority)))
                .replace("{fingerprint}", grouped(authority.fingerprint()))
                .replace(
                        "{until}",
                        authority
                                .certificate()
                                .getNotAfter()
                                .toInstant()
                                .toString()
                                .substring(0, 10));
    }

    static boolean owns(@Nullable String path) {
        return path != null && (path.equals(PAGE) || path.startsWith(PAGE + "/"));
    }

    void serve(HttpServerRequest request) {
        switch (String.valueOf(request.path())) {
            case PAGE, PAGE + "/" -> html(request);
            case PAGE + "/style.css" ->
                answer(request, "text/css; charset=utf-8").end(style);
            case PAGE + "/parley-ca.crt" ->
                file(request, "parley-ca.crt", "application/x-x509-ca-cert").end(der);
            case PAGE + "/parley-ca.pem" ->
                file(request, "parley-ca.pem", "application/x-pem-file").end(pem);
            default -> Refusals.refuse(request, 404, "There is no such page.");
        }
    }

    private void html(HttpServerRequest request) {
        String open = platform(String.valueOf(request.getHeader("User-Agent")));
        answer(request, "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", POLICY)
                .end(page.replace("id=\"" + open + "\"", "id=\"" + open + "\" open"));
    }

    /** What the reader most likely wants to see first. */
    private static String platform(String agent) {
        String words = agent.toLowerCase(Locale.ROOT);
        if (words.contains("iphone") || words.contains("ipad")) {
            return "ios";
        } else if (words.contains("android")) {
            return "android";
        } else if (words.contains("firefox")) {
            return "firefox";
        } else if (words.contains("windows")) {
            return "windows";
        } else if (words.contains("mac os")) {
            return "macos";
        }
        return words.contains("chrome") ? "chromium" : "linux";
    }

    private static HttpServerResponse answer(HttpServerRequest request, String type) {
        return request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
    }

    private static HttpServerResponse file(HttpServerRequest request, String name, String type) {
        return answer(request, type).putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    private static String commonName(LocalAuthority authority) {
        return authority.certificate().getSubjectX500Principal().getName().replaceFirst("^.*CN=([^,]*).*$", "$1");
    }

    /** Eight bytes a line, as a person compares them. */
    private static String grouped(String fingerprint) {
        return fingerprint.replaceAll("((?:[0-9A-F]{2}:){8})", "$1\n").strip();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(AuthorityPages.class.getResourceAsStream("/ca/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
