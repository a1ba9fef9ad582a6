package chat.parley.console;

import chat.parley.model.Secret;
import chat.parley.model.UserKind;
import chat.parley.support.Probe;
import chat.parley.support.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One whole server for a class of tests, and people who sit down at consoles of it. */
@Timeout(90)
abstract class ConsolesOfAServer {
    static TestServer server;

    @TempDir
    Path home;

    @BeforeAll
    static void start() {
        server = TestServer.start("rooms.create", "everybody", "users.registration", "open");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    Seat guest(String name) throws IOException {
        return seat(new Console.As.Guest(Optional.of(name)), name);
    }

    Seat registered(String name, UserKind role) throws IOException {
        Secret invite = new Secret(server.invite(role));
        return seat(new Console.As.Register(name, Optional.of(new Secret(Probe.PASSWORD)), Optional.of(invite)), name);
    }

    Seat seat(Console.As as, String folder) throws IOException {
        return new Seat(server.tcpPort(), home.resolve(folder), as);
    }
}
