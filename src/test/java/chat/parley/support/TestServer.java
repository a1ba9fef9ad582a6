package chat.parley.support;

import chat.parley.Server;
import chat.parley.bus.Administration;
import chat.parley.bus.Bus;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.config.SettingsLoader;
import chat.parley.model.ConnectionId;
import chat.parley.model.Secret;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A whole server on free ports over a folder of its own. Closing it fails when anything reached the exception handler
 * or blocked an event loop.
 */
public final class TestServer implements AutoCloseable {
    private final Path folder;
    private final List<Throwable> accidents = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final Server server;
    private final Settings settings;
    private boolean stopped;

    private TestServer(Path folder, Map<String, String> overrides) {
        this.folder = folder;
        this.vertx = Server.vertx();
        vertx.exceptionHandler(accident -> {
            accident.printStackTrace();
            accidents.add(accident);
        });
        ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(event -> {
            AssertionError blocked =
                    new AssertionError("Blocked for " + event.duration() / 1_000_000 + " ms: " + event.thread());
            blocked.setStackTrace(event.thread().getStackTrace()); // what it was doing
            accidents.add(blocked);
        });
        Map<String, String> all = new HashMap<>(Map.of(
                "data", folder.toString(),
                "files.store", folder.resolve("file-store").toString(),
                "web.port", "0",
                "tcp.port", "0",
                "legacy.enabled", "true",
                "legacy.port", "0",
                "users.presenceLinger", "50ms",
                "limits.loginsPerMinute", "100000",
                "limits.messagesPerSecond", "100000"));
        all.putAll(Map.of(
                "limits.accountsPerHour", "100000", "users.argon2MemoryKiB", "1024", "users.argon2Iterations", "1"));
        all.putAll(overrides);
        try {
            this.settings = await(new SettingsLoader(vertx).load(null, all));
            this.server = await(Server.start(vertx, settings));
        } catch (RuntimeException | AssertionError e) {
            await(vertx.close());
            throw e;
        }
    }

    /** Starts over a new folder. */
    public static TestServer start(String... keysAndValues) {
        try {
            return over(Files.createTempDirectory("parley-test"), keysAndValues);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts over a folder that another server left, with settings in pairs of key and value. */
    public static TestServer over(Path folder, String... keysAndValues) {
        Map<String, String> overrides = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            overrides.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new TestServer(folder, overrides);
    }

    public Path folder() {
        return folder;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Settings settings() {
        return settings;
    }

    public Server server() {
        return server;
    }

    public int webPort() {
        return server.webPort();
    }

    public int tcpPort() {
        return server.tcpPort();
    }

    public int legacyPort() {
        return server.legacyPort();
    }

    /** A connection at the legacy door that has sent nothing. */
    public LegacyProbe legacy() {
        return LegacyProbe.connect(legacyPort());
    }

    /** A framed legacy client that is logged in, its first reply read. */
    public LegacyProbe legacy(String name) {
        LegacyProbe probe = legacy();
        probe.login(name);
        return probe;
    }

    /** A browser's connection that has said hello. */
    public WebProbe browser() {
        WebProbe probe = WebProbe.connect(webPort());
        probe.hello();
        return probe;
    }

    /** A browser's connection logged in as a guest that follows the lobby from its present end. */
    public WebProbe guest(String name) {
        WebProbe probe = browser();
        probe.login(name);
        probe.follow(WebProbe.LOBBY, null);
        return probe;
    }

    /** A browser's connection logged in to a new account of that name, following the lobby from its present end. */
    public WebProbe member(String name) {
        return registered(name, UserKind.MEMBER);
    }

    /** As {@link #member}, an administrator. */
    public WebProbe admin(String name) {
        return registered(name, UserKind.ADMIN);
    }

    private WebProbe registered(String name, UserKind role) {
        WebProbe probe = browser();
        probe.register(name, invite(role));
        probe.follow(WebProbe.LOBBY, null);
        return probe;
    }

    /** A token to make one account with. Where there is no administrator yet, one is made for it, unless it is for one. */
    public String invite(UserKind role) {
        Bus bus = new Bus(vertx);
        Secret setup =
                await(bus.ask(Administration.SETUP, new Administration.Setup())).token();
        if (setup != null && role == UserKind.ADMIN) {
            return setup.value();
        }
        UserId by = setup != null ? founder(bus, setup) : administrator(bus);
        return await(bus.ask(Administration.INVITE, new Administration.Invite(by, role, 1, 1)))
                .token()
                .value();
    }

    private static UserId founder(Bus bus, Secret setup) {
        Users.Visitor visitor = new Users.Visitor(ConnectionId.random(), "127.0.0.1", "test");
        Users.LoggedIn founder = await(
                bus.ask(Users.REGISTER, new Users.Register("founder", new Secret(Probe.PASSWORD), setup, visitor)));
        await(bus.ask(Users.DETACH, new Users.Detach(founder.session(), visitor.connection(), true)));
        return founder.user().id();
    }

    private static UserId administrator(Bus bus) {
        return await(bus.ask(Users.SEARCH, new Users.Search("", 1000))).people().stream()
                .map(Users.Known::user)
                .filter(user -> user.kind() == UserKind.ADMIN)
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** Waits until everybody who was here has left: closing a client's socket is not yet leaving. */
    public void awaitNobody() {
        Bus bus = new Bus(vertx);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (await(bus.ask(Users.LIST, new Users.ListOnline(null, 1))).total() > 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Somebody of the test before is still here");
            }
        }
    }

    /** Stops in good order; the folder stays. */
    public void stop() {
        if (!stopped) {
            stopped = true;
            await(server.stop());
            await(vertx.close());
        }
    }

    @Override
    public void close() {
        stop();
        if (!accidents.isEmpty()) {
            AssertionError failure = new AssertionError("The server had " + accidents.size() + " accidents");
            accidents.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    /** The result, within a time that only a hang exceeds. */
    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
