package chat.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.model.Secret;
import chat.parley.support.Probe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code send} and {@code tail}: what they print and how they end. */
@Timeout(60)
class ScriptsTest {
    private static TestServer server;

    @TempDir
    private Path home;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Client.Options as(String name, int port, boolean once) {
        return new Client.Options(
                new Address("localhost", port, true),
                Optional.of(new Login.Guest(name)),
                Optional.empty(),
                Optional.empty(),
                once);
    }

    private KnownServers known() {
        return new KnownServers(new ConfigFolder(home), sentence -> {});
    }

    private ExitCode send(Client.Options options, String room, Duration timeout) throws Exception {
        return new SendScript(options, known(), print(err)).run(room, "from a script", timeout);
    }

    private ExitCode tail(Client.Options options, TailScript.Wanted wanted) throws Exception {
        return new TailScript(options, known(), print(out), print(err)).run(wanted);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void send_lobby_isStoredAndTheNameIsFreeAgain() throws Exception {
        try (WebProbe bob = server.guest("send-bob")) {
            assertThat(send(as("send-ann", server.tcpPort(), false), "lobby", seconds(20)))
                    .isEqualTo(ExitCode.OK);
            assertThat(bob.next("entry").path("text").asText()).isEqualTo("from a script");
            assertThat(send(as("send-ann", server.tcpPort(), false), "@send-bob", seconds(20)))
                    .isEqualTo(ExitCode.OK);
            assertThat(bob.next("room").path("name").asText()).isEqualTo("send-ann");
        }
    }

    @Test
    void send_withAnAccount_needsTheRightPassword() throws Exception {
        server.member("send-carla").cut();
        Client.Options right = account(Probe.PASSWORD);
        assertThat(send(right, "lobby", seconds(20))).isEqualTo(ExitCode.OK);
        assertThat(send(account("something else entirely"), "lobby", seconds(20)))
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Name or password is wrong.");
    }

    private static Client.Options account(String password) {
        return new Client.Options(
                new Address("localhost", server.tcpPort(), true),
                Optional.of(new Login.Account("send-carla", new Secret(password))),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    @Test
    void send_noSuchRoom_endsWithFive() throws Exception {
        assertThat(send(as("send-lost", server.tcpPort(), false), "nowhere", seconds(20)))
                .isEqualTo(ExitCode.NO_SUCH_ROOM);
        assertThat(err.toString(StandardCharsets.UTF_8)).isNotBlank();
    }

    @Test
    void send_nameTaken_endsWithFour() throws Exception {
        try (WebProbe bob = server.guest("send-taken")) {
            assertThat(send(as("send-taken", server.tcpPort(), false), "lobby", seconds(20)))
                    .isEqualTo(ExitCode.REFUSED);
            assertThat(bob.userId()).isNotEmpty();
        }
    }

    @Test
    void send_nobodyThere_endsWithThree() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(send(as("send-alone", port, false), "lobby", seconds(1))).isEqualTo(ExitCode.NO_CONNECTION);
        assertThat(tail(
                        as("tail-alone", port, true),
                        new TailScript.Wanted("lobby", false, Optional.empty(), Optional.empty())))
                .isEqualTo(ExitCode.NO_CONNECTION);
    }

    @Test
    void tail_sinceWithCount_printsExactlyThatMany() throws Exception {
        send(as("tail-ann", server.tcpPort(), false), "lobby", seconds(20));
        send(as("tail-ann", server.tcpPort(), false), "lobby", seconds(20));
        TailScript.Wanted wanted = new TailScript.Wanted("Lobby", true, Optional.of(0L), Optional.of(2L));
        assertThat(tail(as("tail-bob", server.tcpPort(), true), wanted)).isEqualTo(ExitCode.OK);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .hasSize(2)
                .allSatisfy(line -> assertThat(Json.parse(line.getBytes(StandardCharsets.UTF_8))
                                .path("text")
                                .asText())
                        .isEqualTo("from a script"));
    }

    @Test
    void tail_noSuchRoom_endsWithFive() throws Exception {
        TailScript.Wanted wanted = new TailScript.Wanted("nowhere", false, Optional.empty(), Optional.empty());
        assertThat(tail(as("tail-lost", server.tcpPort(), true), wanted)).isEqualTo(ExitCode.NO_SUCH_ROOM);
    }

    @Test
    void tail_toldToEnd_leavesItsNameFree() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "chat.parley.Main",
                "tail",
                "--server",
                "localhost:" + server.tcpPort(),
                "--name",
                "tail-ended",
                "--room",
                "lobby",
                "--since",
                "0");
        builder.environment().put("XDG_CONFIG_HOME", home.toString());
        send(as("tail-ann", server.tcpPort(), false), "lobby", seconds(20));
        Process tail = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(tail.inputReader(StandardCharsets.UTF_8).readLine()).isNotBlank();
        tail.destroy();
        assertThat(tail.waitFor(20, TimeUnit.SECONDS)).isTrue();
        try (WebProbe successor = server.guest("tail-ended")) {
            assertThat(successor.userId()).isNotEmpty();
        }
    }
}
