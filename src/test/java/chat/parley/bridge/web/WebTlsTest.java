package chat.parley.bridge.web;

import static chat.parley.support.WebProbe.LOBBY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.crypto.Certificates;
import chat.parley.crypto.LocalAuthority;
import chat.parley.model.MessageId;
import chat.parley.support.HttpProbe;
import chat.parley.support.HttpProbe.Answer;
import chat.parley.support.TcpProbe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS at the web door by the local authority, with the plain port beside it, as clients see it. */
class WebTlsTest {
    private static final String NAME = "chat.example.test";
    private static TestServer server;
    private static SSLContext trust;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        server = TestServer.start("web.tls", "ca", "web.names", NAME, "web.redirectPort", "0");
        trust = HttpProbe.trusting(server.folder().resolve("ca/ca.crt"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }

    private static HttpProbe https() throws IOException {
        return HttpProbe.connect(server.webPort(), trust);
    }

    private static HttpProbe plain() {
        return HttpProbe.connect(server.server().redirectPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void connect_clientThatTrustsTheAuthority_talksOverTls(String host) {
        try (WebProbe ann = WebProbe.connectTls(host, server.webPort(), trust)) {
            ann.hello();
            ann.login("tls-" + host.replace('.', '-'));
            ann.follow(LOBBY, null);
            ann.say(LOBBY, id(), "over TLS to " + host);
            assertThat(ann.next("entry").path("text").asText()).isEqualTo("over TLS to " + host);
        }
    }

    @Test
    void connect_clientThatDoesNotTrustIt_isRefusedByTheClient() {
        assertThatThrownBy(() -> HttpProbe.connect(server.webPort(), SSLContext.getDefault()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void files_overTls_comeBackTheSame() throws Exception {
        byte[] content = new byte[300_000];
        new java.util.Random(1).nextBytes(content);
        HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
        String base = "https://localhost:" + server.webPort();
        try (WebProbe ann = WebProbe.connectTls("localhost", server.webPort(), trust)) {
            ann.hello();
            ann.login("tls-files");
            var created = client.send(
                    HttpRequest.newBuilder(URI.create(base + "/files/upload"))
                            .header("Tus-Resumable", "1.0.0")
                            .header("Upload-Length", String.valueOf(content.length))
                            .header(
                                    "Upload-Metadata",
                                    "filename " + Base64.getEncoder().encodeToString("a.bin".getBytes(UTF_8)))
                            .header("Content-Type", "application/offset+octet-stream")
                            .header("Authorization", "Bearer " + ann.token())
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.discarding());
            URI place = URI.create(base)
                    .resolve(created.headers().firstValue("Location").orElseThrow());
            var patched = client.send(
                    HttpRequest.newBuilder(place)
                            .header("Tus-Resumable", "1.0.0")
                            .header("Upload-Offset", "0")
                            .header("Content-Type", "application/offset+octet-stream")
                            .header("Authorization", "Bearer " + ann.token())
                            .method("PATCH", BodyPublishers.ofByteArray(content))
                            .build(),
                    BodyHandlers.discarding());
            assertThat(patched.statusCode()).isEqualTo(204);
            String file = place.getPath().replaceFirst(".*/", "");
            JsonNode link = ann.call("files.link", Map.of("file", file));
            URI url = URI.create(base).resolve(link.path("url").asText());
            assertThat(client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofByteArray())
                            .body())
                    .isEqualTo(content);
        }
    }

    @Test
    void hsts_ownNameOverTls_isInsistedOn() throws Exception {
        try (HttpProbe client = https()) {
            Answer answer = client.get("/", "Host: " + NAME);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=15552000");
            assertThat(answer.headers()).doesNotContainKey("set-cookie");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
    void hsts_nameThatOthersHaveAsWell_isNot(String host) throws Exception {
        try (HttpProbe client = https()) {
            assertThat(client.get("/", "Host: " + host + ":" + server.webPort()).header("Strict-Transport-Security"))
                    .isEmpty();
        }
    }

    @Test
    void request_nameThatIsNotOurs_isToldSo() throws Exception {
        try (HttpProbe client = https()) {
            Answer answer = client.get("/", "Host: rebound.example");
            assertThat(answer.status()).isEqualTo(421);
            assertThat(answer.body()).contains("rebound.example").contains("web.names");
        }
    }

    @Test
    void upgrade_pageOverPlainHttpOrAnotherPort_isRefused() {
        int port = server.webPort();
        for (String origin : List.of("http://localhost:" + port, "https://localhost:1", "https://localhost", "null")) {
            assertThatThrownBy(() -> WebProbe.connectTls("localhost", port, trust, "Origin", origin))
                    .as(origin)
                    .hasStackTraceContaining("403");
        }
        WebProbe.connectTls("localhost", port, trust, "Origin", "https://localhost:" + port)
                .close();
    }

    @Test
    void plainPort_anyPage_sendsOnToHttps() throws Exception {
        try (HttpProbe client = plain()) {
            Answer answer = client.get(
                    "/some/page?x=1", "Host: " + NAME + ":" + server.server().redirectPort());
            assertThat(answer.status()).isEqualTo(308);
            assertThat(answer.header("Location"))
                    .isEqualTo("https://" + NAME + ":" + server.webPort() + "/some/page?x=1");
        }
    }

    @Test
    void plainPort_foreignNameOrAbsoluteTarget_sendsNobodyElsewhere() throws Exception {
        try (HttpProbe client = plain()) {
            assertThat(client.get("/", "Host: evil.example").status()).isEqualTo(421);
            assertThat(client.get("http://evil.example/", "Host: localhost").header("Location"))
                    .isEqualTo("https://localhost:" + server.webPort() + "/");
            assertThat(client.get("//evil.example/", "Host: localhost").header("Location"))
                    .startsWith("https://localhost:" + server.webPort() + "/");
        }
    }

    @Test
    void plainPort_webSocket_isNotServed() throws Exception {
        try (HttpProbe client = plain()) {
            assertThat(client.get(
                                    "/ws",
                                    "Host: localhost",
                                    "Upgrade: websocket",
                                    "Connection: Upgrade",
                                    "Sec-WebSocket-Version: 13",
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                            .status())
                    .isEqualTo(308);
        }
    }

    @Test
    void caPage_plainAndTls_showsTheFingerprintAndGivesTheCertificate() throws Exception {
        Path certificate = server.folder().resolve("ca/ca.crt");
        String first = Certificates.fingerprint(certificate).substring(0, 23);
        try (HttpProbe plain = plain();
                HttpProbe https = https()) {
            for (HttpProbe client : List.of(plain, https)) {
                Answer page = client.get("/ca", "Host: localhost", "User-Agent: Mozilla/5.0 (Windows NT 10.0) Chrome");
                assertThat(page.body())
                        .contains(first)
                        .contains("id=\"windows\" open")
                        .doesNotContain("{name}");
                assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
                assertThat(client.get("/ca/parley-ca.pem", "Host: localhost").body())
                        .isEqualTo(Files.readString(certificate));
                Answer der = client.get("/ca/parley-ca.crt", "Host: localhost");
                assertThat(der.header("Content-Type")).isEqualTo("application/x-x509-ca-cert");
                assertThat(client.get("/ca/ca.key", "Host: localhost").status()).isEqualTo(404);
            }
        }
    }

    @Test
    void restart_theAuthorityAndItsCertificateStay() throws Exception {
        try (TestServer first = TestServer.start("web.tls", "ca")) {
            byte[] authority = Files.readAllBytes(first.folder().resolve("ca/ca.crt"));
            byte[] leaf = Files.readAllBytes(first.folder().resolve("ca/web.crt"));
            first.stop();
            try (TestServer second = TestServer.over(first.folder(), "web.tls", "ca")) {
                assertThat(Files.readAllBytes(second.folder().resolve("ca/ca.crt")))
                        .isEqualTo(authority);
                assertThat(Files.readAllBytes(second.folder().resolve("ca/web.crt")))
                        .isEqualTo(leaf);
            }
        }
    }

    @Test
    void certificateFiles_replaced_areShownToNewConnectionsWhileOldOnesLive() throws Exception {
        Instant now = Instant.now();
        LocalAuthority authority = LocalAuthority.openOrCreate(folder.resolve("ca"), List.of("localhost"), now);
        Path chain = folder.resolve("web.crt");
        Path key = folder.resolve("web.key");
        authority.issue(List.of("localhost"), chain, key, now);
        SSLContext trusts = HttpProbe.trusting(folder.resolve("ca/ca.crt"));
        try (TestServer files = TestServer.start(
                        "web.tls", "files",
                        "web.certificate", chain.toString(),
                        "web.certificateKey", key.toString(),
                        "tcp.certificate", chain.toString(),
                        "tcp.certificateKey", key.toString());
                WebProbe ann = WebProbe.connectTls("localhost", files.webPort(), trusts);
                TcpProbe bob = TcpProbe.connect(files.tcpPort())) {
            ann.hello();
            ann.login("reload-ann");
            bob.hello();
            bob.login("reload-bob");
            BigInteger before = bob.shown().getSerialNumber();
            Files.writeString(key, "half of a key"); // in the middle of being replaced
            authority.issue(List.of("localhost"), chain, key, now);
            BigInteger after = Certificates.of(chain).getSerialNumber();
            assertThat(after).isNotEqualTo(before);
            eventually(() -> shownAtTheWebDoor(files, trusts).equals(after));
            eventually(() -> {
                try (TcpProbe native1 = TcpProbe.connect(files.tcpPort())) {
                    return native1.shown().getSerialNumber().equals(after);
                }
            });
            ann.say(LOBBY, id(), "still the same connection");
            bob.say(LOBBY, id(), "mine as well");
        }
    }

    private static BigInteger shownAtTheWebDoor(TestServer at, SSLContext trusts) {
        try (HttpProbe probe = HttpProbe.connect(at.webPort(), trusts)) {
            return probe.shown().getSerialNumber();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void eventually(Supplier<Boolean> holds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.get()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
