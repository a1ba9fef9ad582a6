package chat.parley;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.config.Settings;
import chat.parley.config.SettingsLoader;
import chat.parley.crypto.LocalAuthority;
import chat.parley.crypto.PemPair;
import chat.parley.support.TestServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told at each start, and what is not worth a word. */
class WarningsTest {
    private static final String OWN_KEY = "a".repeat(42) + "A=";

    private static Vertx vertx;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        TestServer.await(vertx.close());
    }

    private static List<String> warnings(Map<String, String> settings) {
        return Warnings.of(settings(settings), null);
    }

    private static Settings settings(Map<String, String> settings) {
        return TestServer.await(new SettingsLoader(vertx).load(null, settings));
    }

    /** Of the web door, with so many days to go. */
    private PemPair certificate(int days) throws IOException {
        Instant issued = Instant.now().minus(Duration.ofDays(90)).plus(Duration.ofDays(days));
        LocalAuthority authority =
                LocalAuthority.openOrCreate(folder.resolve("ca" + days), List.of("localhost"), issued);
        Path chain = folder.resolve(days + ".crt");
        Path key = folder.resolve(days + ".key");
        authority.issue(List.of("localhost"), chain, key, issued);
        return PemPair.read(chain, key);
    }

    @Test
    void of_defaults_areNone() {
        assertThat(warnings(Map.of())).isEmpty();
    }

    @Test
    void of_plainHttpThatOthersReach_saysWhatThatMeans() {
        Map<String, String> exposed = Map.of("web.host", "0.0.0.0", "web.insecure", "true");
        assertThat(warnings(exposed)).singleElement().asString().contains("web.insecure", "read along");
        assertThat(warnings(Map.of("web.insecure", "true"))).as("on loopback").isEmpty();
    }

    @Test
    void of_legacyDoor_saysWhoCanReadAlong() {
        assertThat(warnings(Map.of("legacy.enabled", "true")))
                .singleElement()
                .asString()
                .contains("published key", "127.0.0.1");
        assertThat(warnings(Map.of("legacy.enabled", "true", "legacy.key", OWN_KEY)))
                .singleElement()
                .asString()
                .contains("everybody who has its key")
                .doesNotContain("published", OWN_KEY);
    }

    @Test
    void of_certificateNearItsEnd_saysWhen() throws IOException {
        Settings settings = settings(Map.of());
        assertThat(Warnings.of(settings, certificate(20))).isEmpty();
        assertThat(Warnings.of(settings, certificate(10)))
                .singleElement()
                .asString()
                .startsWith("The web door's certificate ends on 20");
        assertThat(Warnings.of(settings, certificate(-2)))
                .singleElement()
                .asString()
                .startsWith("The web door's certificate ended on 20");
    }
}
