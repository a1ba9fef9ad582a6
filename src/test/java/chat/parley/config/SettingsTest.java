package chat.parley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.support.TestServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final Path SHIPPED = Path.of("conf", "parley.yaml");
    private static Vertx vertx;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close();
    }

    private Settings load(String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("parley.yaml"), yaml);
        return TestServer.await(new SettingsLoader(vertx).load(file));
    }

    @Test
    void load_nothingGiven_defaultsHold() {
        Settings settings = TestServer.await(new SettingsLoader(vertx).load(null));
        assertThat(settings.web().port()).isEqualTo(8080);
        assertThat(settings.legacy().enabled()).isFalse();
        assertThat(settings.limits().frame().bytes()).isEqualTo(65_536);
    }

    @Test
    void load_valuesOfEveryKind_areTyped() throws IOException {
        Settings settings = load("""
                web:
                  port: 1234
                  origins: [https://a.example, https://b.example]
                users:
                  guestGrace: 2m
                legacy:
                  maxFile: 50MB
                  enabled: true
                """);
        assertThat(settings.web().port()).isEqualTo(1234);
        assertThat(settings.web().origins()).containsExactly("https://a.example", "https://b.example");
        assertThat(settings.users().guestGrace()).hasMinutes(2);
        assertThat(settings.legacy().maxFile().bytes()).isEqualTo(50_000_000);
        assertThat(settings.legacy().enabled()).isTrue();
    }

    @Test
    void load_unknownKey_namesFileKeyAndTheNearest() {
        assertThatThrownBy(() -> load("web:\n  prot: 1234\n"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("parley.yaml")
                .hasMessageContaining("web.prot")
                .hasMessageEndingWith("did you mean web.port?");
    }

    @Test
    void load_valueWhereAGroupBelongs_saysWhatAGroupIs() {
        assertThatThrownBy(() -> load("legacy: true\n"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("legacy is a group of settings, with lines such as \"  enabled: ...\" below it");
    }

    @Test
    void load_folderInsteadOfAFile_saysSo() {
        assertThatThrownBy(() -> TestServer.await(new SettingsLoader(vertx).load(folder)))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("no readable configuration file");
    }

    @Test
    void load_badValues_nameFileKeyValueAndWhatIsRight() {
        Map<String, String> wrong = new TreeMap<>(Map.of(
                "web:\n  port: 70000\n", "web.port is \"70000\", but should be from 0 to 65535",
                "web:\n  port: many\n", "web.port is \"many\", but should be a whole number",
                "users:\n  guestGrace: soon\n", "users.guestGrace is \"soon\", but should be a duration such as",
                "users:\n  guests: maybe\n", "users.guests is \"maybe\", but should be true or false",
                "limits:\n  frame: 5\n", "limits.frame is \"5B\", but should be from 1KiB to 16MiB",
                "legacy:\n  key: short\n", "legacy.key is \"(not shown)\"",
                "web:\n  host: ''\n", "web.host is \"\", but should be an address of this machine",
                "tcp:\n  tls: false\n  host: 0.0.0.0\n", "tcp.tls is \"false\", but should be true"));
        wrong.forEach((yaml, message) -> assertThatThrownBy(() -> load(yaml))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("parley.yaml")
                .hasMessageContaining(message));
    }

    @Test
    void load_webDoorThatOthersReachWithoutTls_isRefusedWithTheWaysOut() throws IOException {
        assertThatThrownBy(() -> load("web:\n  host: 0.0.0.0\n"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("web.tls is \"none\", but should be files or ca")
                .hasMessageContaining("proxies")
                .hasMessageContaining("insecure: true");
        assertThat(load("web:\n  host: 0.0.0.0\n  insecure: true\n").web().isExposed())
                .isTrue();
        assertThat(load("web:\n  host: 0.0.0.0\n  tls: ca\n").web().isExposed()).isFalse();
        assertThatThrownBy(() -> load("web:\n  tls: files\n")).hasMessageContaining("web.certificate is \"\"");
        assertThatThrownBy(() -> load("web:\n  proxies: [proxy.example]\n"))
                .hasMessageContaining("web.proxies is \"proxy.example\", but should be an address");
    }

    @Test
    void load_noYaml_saysSo() {
        assertThatThrownBy(() -> load("web: [unclosed"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining("is not YAML");
    }

    @Test
    void load_laterSources_overrideEarlierOnes() throws IOException {
        System.setProperty("parley.web.port", "4321");
        try {
            assertThat(load("web:\n  port: 1234\n").web().port()).isEqualTo(4321);
        } finally {
            System.clearProperty("parley.web.port");
        }
        assertThat(SettingsLoader.environmentName("limits.textLength")).isEqualTo("PARLEY_LIMITS_TEXT_LENGTH");
    }

    @Test
    void print_secret_isNotShown() throws IOException {
        String secret = "A".repeat(43);
        assertThat(SettingsText.of(load("secrets:\n  tokenKey: " + secret + "\n")))
                .doesNotContain(secret)
                .contains("not shown");
        String legacy = "B".repeat(43) + "=";
        assertThat(SettingsText.of(load("legacy:\n  key: " + legacy + "\n"))).doesNotContain(legacy);
        assertThat(SettingsText.of(load(""))).contains(Settings.Legacy.PUBLISHED_KEY);
    }

    @Test
    void print_size_isInTheUnitWithTheSmallestNumber() {
        assertThat(Size.parse("2GB")).hasToString("2GB");
        assertThat(Size.parse("65536")).hasToString("64KiB");
        assertThat(Size.parse("1500")).hasToString("1500B");
        assertThat(Size.parse("0")).hasToString("0B");
    }

    @Test
    void shippedFile_hasEveryKeyExplained_andDiffersFromTheDefaultsInOneKey() throws IOException {
        String shipped = Files.readString(SHIPPED);
        Settings defaults = TestServer.await(new SettingsLoader(vertx).load(null));
        Settings settings = TestServer.await(new SettingsLoader(vertx).load(SHIPPED));
        assertThat(shipped).endsWith(SettingsText.of(settings));
        List<String> expected = SettingsText.of(defaults).lines().toList();
        List<String> found = SettingsText.of(settings).lines().toList();
        assertThat(found).hasSameSizeAs(expected);
        assertThat(IntStream.range(0, found.size())
                        .filter(line -> !found.get(line).equals(expected.get(line)))
                        .mapToObj(found::get))
                .containsExactly("  enabled: true");
        assertThat(settings.legacy().enabled()).isTrue();
        assertThat(settings.legacy().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void readme_namesEveryGroup() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        assertThat(Binder.groups().keySet())
                .allSatisfy(group -> assertThat(readme).contains("`" + group + "`"));
    }
}
