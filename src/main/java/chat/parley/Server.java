package chat.parley;

import chat.parley.bridge.legacy.LegacyBridgeVerticle;
import chat.parley.bridge.web.WebBridgeVerticle;
import chat.parley.bus.Bus;
import chat.parley.config.Settings;
import chat.parley.files.FileStoreVerticle;
import chat.parley.log.MessageLogVerticle;
import chat.parley.routing.MessageRouterVerticle;
import chat.parley.users.UserRegistryVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole Parley: deploys the services, then the doors; stops in the other order. */
public final class Server {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    private final Vertx vertx;
    private final Settings settings;
    private final Deque<String> deployed = new ArrayDeque<>();
    private final List<WebBridgeVerticle> webDoors = new ArrayList<>();
    private final List<LegacyBridgeVerticle> legacyDoors = new ArrayList<>();

    private Server(Vertx vertx, Settings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** Vert.x as a server wants it: an event loop per core. */
    public static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors())));
    }

    /** Starts everything; the future completes when every door is open. */
    public static Future<Server> start(Vertx vertx, Settings settings) {
        Server server = new Server(vertx, settings);
        Bus.prepare(vertx);
        return vertx.executeBlocking(server::prepareFolders)
                .compose(prepared -> server.deploy())
                .onSuccess(doors -> events.info("start {}", Version.NAME))
                .map(server)
                .onFailure(e -> server.stop());
    }

    private Path prepareFolders() {
        try {
            return Files.createDirectories(settings.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Future<?> deploy() {
        Path data = settings.data();
        return Future.all(
                        one(new MessageLogVerticle(data)),
                        one(new FileStoreVerticle(settings.files(), data)),
                        one(new UserRegistryVerticle(settings.users(), settings.limits(), data)))
                .compose(services -> one(new MessageRouterVerticle()))
                .compose(router -> Future.all(doors()));
    }

    private List<Future<?>> doors() {
        List<Future<?>> doors = new ArrayList<>();
        doors.add(perEventLoop(() -> {
            WebBridgeVerticle door = new WebBridgeVerticle(settings, Version.NAME);
            synchronized (webDoors) {
                webDoors.add(door);
            }
            return door;
        }));
        if (settings.legacy().enabled()) {
            doors.add(perEventLoop(() -> {
                LegacyBridgeVerticle door = new LegacyBridgeVerticle(settings.legacy(), settings.limits());
                synchronized (legacyDoors) {
                    legacyDoors.add(door);
                }
                return door;
            }));
        }
        return doors;
    }

    private Future<?> one(Deployable verticle) {
        return vertx.deployVerticle(verticle).onSuccess(this::remember);
    }

    private Future<?> perEventLoop(Supplier<Deployable> verticle) {
        int instances = Math.max(1, Runtime.getRuntime().availableProcessors());
        return vertx.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .onSuccess(this::remember);
    }

    private synchronized void remember(String deployment) {
        deployed.push(deployment);
    }

    public int webPort() {
        return webDoors.get(0).port();
    }

    /** The legacy door has to be enabled. */
    public int legacyPort() {
        return legacyDoors.get(0).port();
    }

    /**
     * Doors first: what they accepted is still committed and acknowledged behind them. The Vert.x instance stays its
     * owner's to close.
     */
    public Future<Void> stop() {
        events.info("stop");
        return undeployNext();
    }

    private synchronized Future<Void> undeployNext() {
        if (deployed.isEmpty()) {
            return Future.succeededFuture();
        }
        return vertx.undeploy(deployed.pop())
                .onFailure(e -> log.warn("A part did not stop cleanly", e))
                .transform(done -> undeployNext());
    }
}
