package chat.parley.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The web door as a browser, a proxy and a hostile page see it. */
@SuppressWarnings("NullAway.Init") // by BeforeAll
class PagesTest {
    private static final String UPGRADE = String.join(
            "\r\n",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "");

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start("web.url", "https://Chat.example.org", "limits.loginTime", "1s");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** What comes until the server closes; of an upgrade the head alone. */
    private static String answer(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.webPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            StringBuilder answer = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                answer.append((char) c);
                if (request.contains(UPGRADE) && answer.indexOf("\r\n\r\n") > 0) {
                    break;
                }
            }
            return answer.toString();
        }
    }

    private static String get(String method, String path) throws IOException {
        return answer(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/assets/none.js", "/..%2f..%2fetc/passwd"})
    void page_whateverItIs_runsNothingForeign(String path) throws IOException {
        assertThat(get("GET", path))
                .contains("default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("frame-ancestors 'none'")
                .containsIgnoringCase("X-Content-Type-Options: nosniff")
                .containsIgnoringCase("Referrer-Policy: no-referrer");
    }

    @Test
    void head_page_isAnsweredWithoutItsBody() throws IOException {
        assertThat(get("HEAD", "/"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length:")
                .doesNotContain("<parley-app>");
    }

    @ParameterizedTest
    @CsvSource({
        "'gzip, deflate, br, zstd', br",
        "'gzip;q=1.0, br;q=0',      gzip",
        "GZIP,                      gzip",
        "identity,                  ",
        ",                          ",
    })
    void page_browserThatUnpacks_isServedCompressed(@Nullable String accepted, @Nullable String encoding)
            throws IOException {
        String answer = answer("GET / HTTP/1.1\r\nHost: localhost\r\n"
                + (accepted == null ? "" : "Accept-Encoding: " + accepted + "\r\n") + "Connection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-type: text/html")
                .containsIgnoringCase("vary: accept-encoding");
        if (encoding == null) {
            assertThat(answer)
                    .doesNotContainIgnoringCase("content-encoding")
                    .contains("/assets/index-"); // the built page, not its source beside the server
        } else {
            assertThat(answer)
                    .containsIgnoringCase("content-encoding: " + encoding)
                    .doesNotContain("<title>");
        }
    }

    /** The worker decides what pages are shown, and must never be an old one. */
    @Test
    void serviceWorker_compressedOrNot_isAskedForEachTime() throws IOException {
        assertThat(get("GET", "/sw.js"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("cache-control: no-cache")
                .containsIgnoringCase("javascript");
        assertThat(get("GET", "/manifest.json")).containsIgnoringCase("content-type: application/json");
    }

    @Test
    void missing_browserThatUnpacks_isToldInPlainText() throws IOException {
        assertThat(
                        answer(
                                "GET /assets/none.js HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("There is no such page.")
                .doesNotContainIgnoringCase("content-encoding");
    }

    /** A page of an older version may ask for what is no more; that must not be kept for a year. */
    @Test
    void missing_asset_isNotCached() throws IOException {
        assertThat(get("GET", "/assets/none.js"))
                .startsWith("HTTP/1.1 404")
                .containsIgnoringCase("cache-control: no-store")
                .doesNotContain("immutable");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080,      localhost:8080,   101",
        "http://[::1]:8080,          [::1]:8080,       101",
        "https://chat.example.org,   127.0.0.1:8080,   101",
        "https://evil.example,       localhost:8080,   403",
        "http://rebound.example:80,  rebound.example:80, 421",
        "http://localhost.evil.example, localhost.evil.example, 421",
        "null,                       localhost:8080,   403",
        "http://127.0.0.1:8080,      localhost:8080,   403",
    })
    void upgrade_pageOfAnOrigin_isOursOrRefused(String origin, String host, int status) throws IOException {
        assertThat(answer("GET /ws HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin + "\r\n" + UPGRADE + "\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void upgrade_thenHangUpAtOnce_freesThePlace() throws IOException {
        try (TestServer small = TestServer.start("limits.connectionsPerAddress", "50")) {
            for (int i = 0; i < 120; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), small.webPort());
                socket.getOutputStream()
                        .write(("GET /ws HTTP/1.1\r\nHost: localhost\r\n" + UPGRADE + "\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                if (i % 2 == 0) {
                    socket.setSoLinger(true, 0); // a reset instead of a goodbye
                }
                socket.close();
                if (i % 15 == 14) {
                    small.guest("caller" + i).close();
                }
            }
        }
    }

    @Test
    void connection_halfARequestAndSilence_isClosed() throws IOException {
        assertThat(answer("GET / HTTP/1.1\r\nHost: local")).isEmpty();
    }

    /** A browser sends along by itself nothing that the server would take for a log-in, whichever page asks it to. */
    @Test
    void foreignPage_inTheBrowserOfSomebodyLoggedIn_mayNothing() throws IOException {
        try (WebProbe ann = server.guest("csrf-ann")) {
            String token = ann.token();
            String evil = "Host: localhost\r\nOrigin: https://evil.example\r\nConnection: close\r\n";
            String create = "Tus-Resumable: 1.0.0\r\nUpload-Length: 3\r\nUpload-Metadata: filename eA==\r\n";
            assertThat(answer("POST /files/upload HTTP/1.1\r\n" + evil + create + "\r\n"))
                    .startsWith("HTTP/1.1 401");
            assertThat(answer(
                            "POST /files/upload HTTP/1.1\r\n" + evil + create + "Cookie: token=" + token + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 401");
            assertThat(answer("OPTIONS /files/upload HTTP/1.1\r\n" + evil
                            + "Access-Control-Request-Method: POST\r\n"
                            + "Access-Control-Request-Headers: authorization\r\n\r\n"))
                    .doesNotContainIgnoringCase("Access-Control-Allow");
            for (String path : List.of("/", "/health/ready", "/files/none")) {
                assertThat(answer("GET " + path + " HTTP/1.1\r\n" + evil + "\r\n"))
                        .doesNotContainIgnoringCase("Set-Cookie")
                        .doesNotContainIgnoringCase("Access-Control-Allow");
            }
        }
    }

    @Test
    void upgrade_withCompression_isWithout() throws IOException {
        assertThat(answer("GET /ws HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                        + "Sec-WebSocket-Extensions: permessage-deflate\r\n" + UPGRADE + "\r\n"))
                .startsWith("HTTP/1.1 101")
                .doesNotContainIgnoringCase("deflate");
    }
}
