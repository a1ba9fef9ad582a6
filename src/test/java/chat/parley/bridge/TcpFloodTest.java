package chat.parley.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.support.TcpProbe;
import chat.parley.support.TestServer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients at the native door that do not mean to chat: each costs little, for a bounded time, and nobody else anything. */
@Timeout(60)
class TcpFloodTest {
    private static final int PATIENCE_MS = 20_000;
    private static final int BATCH = 100;

    /** Their answers are more than all the buffers on the way. */
    private static final int MOST_PINGS = 400_000;

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /** Whether the server closes, within a time that only a hang exceeds. */
    private static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static void assertServes(TestServer server, String name) {
        try (TcpProbe probe = TcpProbe.connect(server.tcpPort())) {
            probe.hello();
            assertThat(probe.login(name).path("user").path("name").asText()).isEqualTo(name);
        }
    }

    @Test
    void handshake_neverBegun_endsWithTheTimeToLogIn() throws Exception {
        try (TestServer server = TestServer.start("limits.loginTime", "1s");
                Socket silent = open(server.tcpPort())) {
            assertThat(isClosed(silent)).isTrue();
            assertServes(server, "after-silence");
        }
    }

    @Test
    void handshake_halfAndThenSilence_endsWithTheTimeToLogIn() throws Exception {
        try (TestServer server = TestServer.start("limits.loginTime", "1s");
                Socket half = open(server.tcpPort())) {
            half.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1});
            assertThat(isClosed(half)).isTrue();
        }
    }

    @Test
    void handshake_plainTextInstead_isClosedAndOthersAreServed() throws Exception {
        try (TestServer server = TestServer.start();
                Socket plain = open(server.tcpPort())) {
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            plain.getInputStream().readAllBytes(); // an alert, perhaps
            assertServes(server, "after-http");
        }
    }

    @Test
    void handshakes_moreThanOneAddressMayHave_areClosedAtOnce() throws Exception {
        List<Socket> silent = new ArrayList<>();
        try (TestServer server = TestServer.start("limits.connectionsPerAddress", "2", "limits.loginTime", "10m")) {
            int loops = 2 * Runtime.getRuntime().availableProcessors();
            for (int i = 0; i < 2 * loops + 1; i++) {
                silent.add(open(server.tcpPort()));
            }
            assertThat(closedOnes(silent)).isPositive();
            for (Socket socket : silent) {
                socket.close();
            }
            awaitServes(server);
        }
    }

    private static int closedOnes(List<Socket> sockets) throws IOException {
        int closed = 0;
        for (Socket socket : sockets) {
            socket.setSoTimeout(200);
            closed += isClosed(socket) ? 1 : 0;
        }
        return closed;
    }

    /** The server hears of closed sockets a little later; until then it refuses. */
    private static void awaitServes(TestServer server) {
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000L;
        while (true) {
            try {
                assertServes(server, "after-flood");
                return;
            } catch (AssertionError | UncheckedIOException refused) {
                if (System.nanoTime() > deadline) {
                    throw refused;
                }
            }
        }
    }

    @Test
    void frame_byteByByteBeforeLogin_endsWithTheTimeToLogIn() throws Exception {
        try (TestServer server = TestServer.start("limits.loginTime", "1s", "tcp.tls", "false");
                Socket slow = open(server.tcpPort())) {
            slow.getOutputStream().write(new byte[] {0, 0, 1, 0});
            slow.setSoTimeout(50);
            long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000L;
            boolean closed = false;
            while (!closed && System.nanoTime() < deadline) {
                try {
                    slow.getOutputStream().write(' ');
                    closed = isClosed(slow);
                } catch (SocketException reset) {
                    closed = true;
                }
            }
            assertThat(closed).isTrue();
        }
    }

    @Test
    void requests_withoutReadingTheAnswers_areNotReadEither() throws Exception {
        try (TestServer server = TestServer.start("tcp.tls", "false");
                Socket greedy = new Socket()) {
            greedy.setReceiveBufferSize(64 * 1024);
            greedy.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.tcpPort()));
            greedy.setSoTimeout(PATIENCE_MS);
            OutputStream out = greedy.getOutputStream();
            out.write(frame("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"hello\",\"params\":{\"protocol\":1}}", 1));
            AtomicLong sent = new AtomicLong();
            Thread writer = new Thread(() -> pingOn(out, sent), "greedy");
            writer.setDaemon(true);
            writer.start();
            awaitStall(writer, sent);
            long taken = sent.get();
            assertThat(taken)
                    .as("requests taken from a client that reads nothing")
                    .isLessThan(MOST_PINGS);
            DataInputStream in = new DataInputStream(new BufferedInputStream(greedy.getInputStream()));
            for (long answered = 0; answered < taken + 10 * BATCH; answered++) {
                in.readNBytes(in.readInt());
            }
        }
    }

    private static void pingOn(OutputStream out, AtomicLong sent) {
        byte[] pings = frame("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{}}", BATCH);
        try {
            while (sent.get() < MOST_PINGS) {
                out.write(pings);
                sent.addAndGet(BATCH);
            }
        } catch (IOException closed) {
            // Seen by the count
        }
    }

    private static byte[] frame(String message, int times) {
        byte[] bytes = message.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frames = ByteBuffer.allocate(times * (4 + bytes.length));
        for (int i = 0; i < times; i++) {
            frames.putInt(bytes.length).put(bytes);
        }
        return frames.array();
    }

    private static void awaitStall(Thread writer, AtomicLong sent) throws InterruptedException {
        long before;
        do {
            before = sent.get();
            writer.join(500);
        } while (writer.isAlive() && sent.get() > before);
    }
}
