package chat.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import chat.parley.crypto.Certificates;
import chat.parley.model.MessageId;
import chat.parley.support.Probe;
import chat.parley.support.Relay;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client in Python, which was written from the protocol's document alone: that it works shows that this suffices. */
@Timeout(60)
class ExampleClientTest {
    private static final int REFUSED = 1;
    private static final int UNTRUSTED = 3;

    private static TestServer server;

    @TempDir
    private Path home;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(hasPython(), "python3 is not installed");
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static boolean hasPython() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException none) {
            return false;
        }
    }

    private Process run(int port, String name, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "python3",
                "scripts/examples/chat.py",
                "--server",
                "localhost:" + port,
                "--name",
                name,
                "--known",
                home.resolve("known").toString()));
        all.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        return builder.redirectError(home.resolve("err").toFile()).start();
    }

    private static int ended(Process process) throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void say(Probe who, String text) {
        who.say(Probe.LOBBY, MessageId.at(System.currentTimeMillis()).value(), text);
    }

    @Test
    void send_text_arrivesAndTheCertificateIsRemembered() throws Exception {
        try (WebProbe bob = server.guest("py-bob")) {
            assertThat(ended(run(server.tcpPort(), "py-ann", "send", "from Python 🐍")))
                    .isZero();
            assertThat(bob.next("entry").path("text").asText()).isEqualTo("from Python 🐍");
        }
        String fingerprint = Certificates.fingerprint(server.folder().resolve("tcp.crt"));
        assertThat(Files.readString(home.resolve("known")))
                .isEqualTo("localhost:" + server.tcpPort() + " " + fingerprint + "\n");
    }

    @Test
    void tail_overALostConnection_printsEachOnceInOrder() throws Exception {
        try (Relay relay = new Relay(server.tcpPort());
                WebProbe bob = server.guest("tail-bob")) {
            say(bob, "before");
            long first = bob.next("entry").path("seq").asLong();
            Process tail = run(relay.port(), "py-tail", "tail", "--since", String.valueOf(first - 1), "--count", "3");
            BufferedReader out = tail.inputReader(StandardCharsets.UTF_8);
            assertThat(out.readLine()).startsWith(first + " ").endsWith(" tail-bob: before");
            relay.cut();
            say(bob, "while away\u001b[31m");
            say(bob, "and after");
            assertThat(out.readLine()).startsWith(first + 1 + " ").endsWith(" tail-bob: while away\ufffd[31m");
            assertThat(out.readLine()).startsWith(first + 2 + " ").endsWith(" tail-bob: and after");
            assertThat(out.readLine()).isNull();
            assertThat(ended(tail)).isZero();
            assertThat(relay.accepted()).isEqualTo(2);
        }
    }

    @Test
    void send_badName_saysWhy() throws Exception {
        assertThat(ended(run(server.tcpPort(), "a,b", "send", "x"))).isEqualTo(REFUSED);
        assertThat(Files.readString(home.resolve("err"))).contains("comma");
    }

    @Test
    void send_anotherCertificate_isRefused() throws Exception {
        Files.writeString(home.resolve("known"), "localhost:" + server.tcpPort() + " 00:11:22\n");
        assertThat(ended(run(server.tcpPort(), "py-eve", "send", "x"))).isEqualTo(UNTRUSTED);
        assertThat(Files.readString(home.resolve("err"))).contains("00:11:22").contains("certificate");
    }
}
