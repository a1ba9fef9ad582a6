package chat.parley.bridge.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.support.HttpProbe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Behind a proxy: whose connection counts for whom shows whom the server takes for the client. */
class ProxiesTest {
    private static final String FOR = "X-Forwarded-For";

    /** The test stands for the proxy; one connection from each client is allowed. */
    private static TestServer behind(String proxies, String... more) {
        String[] settings = new String[more.length + 4];
        System.arraycopy(more, 0, settings, 4, more.length);
        settings[0] = "web.proxies";
        settings[1] = proxies;
        settings[2] = "limits.connectionsPerAddress";
        settings[3] = "1";
        return TestServer.start(settings);
    }

    /** A connection that was let in before the next one comes. */
    private static WebProbe admitted(TestServer server, String... headers) {
        WebProbe probe = WebProbe.connectWith(server.webPort(), headers);
        assertThat(probe.hello().path("protocol").asInt()).isEqualTo(1);
        return probe;
    }

    private static void served(WebProbe... probes) {
        for (WebProbe probe : probes) {
            assertThat(probe.call("ping", Map.of()).has("time")).isTrue();
        }
    }

    @Test
    void client_throughATrustedProxy_isTheOneThatTheProxyNames() {
        try (TestServer server = behind("127.0.0.0/8");
                WebProbe one = admitted(server, FOR, "203.0.113.1");
                WebProbe two = admitted(server, FOR, "203.0.113.2");
                WebProbe again = WebProbe.connectWith(server.webPort(), FOR, "203.0.113.1")) {
            assertThat(again.closeCode()).isEqualTo(1013);
            served(one, two);
        }
    }

    @Test
    void spoof_clientThatClaimsToBeAProxy_isTakenForWhatItIs() {
        try (TestServer server = behind("192.0.2.1");
                WebProbe one = admitted(server, FOR, "203.0.113.1");
                WebProbe two = WebProbe.connectWith(server.webPort(), FOR, "203.0.113.2")) {
            assertThat(two.closeCode()).as("both are 127.0.0.1").isEqualTo(1013);
            served(one);
        }
    }

    @Test
    void spoof_addressesInFrontOfTheProxysOwn_areIgnored() {
        try (TestServer server = behind("127.0.0.1");
                WebProbe one = admitted(server, FOR, "198.51.100.7, 203.0.113.1");
                WebProbe two = WebProbe.connectWith(server.webPort(), FOR, "127.0.0.1, 198.51.100.8, 203.0.113.1")) {
            assertThat(two.closeCode()).isEqualTo(1013);
            served(one);
        }
    }

    @Test
    void client_behindSeveralTrustedProxies_isTheFirstThatIsNone() {
        try (TestServer server = behind("127.0.0.1, 10.0.0.0/8");
                WebProbe one = admitted(server, FOR, "203.0.113.1, 10.1.2.3");
                WebProbe two = admitted(server, FOR, "203.0.113.2, 10.1.2.3, 10.9.9.9");
                WebProbe again = WebProbe.connectWith(server.webPort(), FOR, "203.0.113.2:5555, 10.4.4.4")) {
            assertThat(again.closeCode()).isEqualTo(1013);
            served(one, two);
        }
    }

    @Test
    void forwarded_whenConfigured_isReadAndTheOtherHeaderIsNot() {
        try (TestServer server = behind("127.0.0.1", "web.proxyHeader", "forwarded");
                WebProbe one = admitted(server, "Forwarded", "for=\"[2001:db8::1]:99\"");
                WebProbe two = admitted(server, "Forwarded", "for=\"[2001:db8::2]\"", FOR, "203.0.113.1");
                WebProbe again = WebProbe.connectWith(
                        server.webPort(), "Forwarded", "for=\"[2001:db8::2]\"", FOR, "203.0.113.9")) {
            assertThat(again.closeCode()).isEqualTo(1013);
            served(one, two);
        }
    }

    @Test
    void origin_httpsAtTheProxy_isOursWithTheForwardedHostOnly() {
        try (TestServer server = TestServer.start("web.proxies", "127.0.0.1", "web.names", "chat.example")) {
            String[] proxied = {
                "X-Forwarded-Proto", "https", "X-Forwarded-Host", "chat.example", "Origin", "https://chat.example"
            };
            admitted(server, proxied).close();
            proxied[5] = "http://chat.example";
            assertThatThrownBy(() -> WebProbe.connectWith(server.webPort(), proxied))
                    .hasStackTraceContaining("403");
        }
    }

    @Test
    void hsts_httpsAtTheTrustedProxyOnly_isInsistedOn() throws Exception {
        try (TestServer trusting = TestServer.start("web.proxies", "127.0.0.1", "web.names", "chat.example");
                TestServer suspicious = TestServer.start("web.names", "chat.example");
                HttpProbe one = HttpProbe.connect(trusting.webPort());
                HttpProbe two = HttpProbe.connect(suspicious.webPort())) {
            String[] claims = {"Host: chat.example", "X-Forwarded-Proto: https"};
            assertThat(one.get("/", claims).header("Strict-Transport-Security")).isNotEmpty();
            assertThat(two.get("/", claims).header("Strict-Transport-Security")).isEmpty();
        }
    }
}
