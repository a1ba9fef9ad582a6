package chat.parley;

import chat.parley.bridge.Door;
import chat.parley.bridge.FileLinks;
import chat.parley.bridge.legacy.LegacyBridgeVerticle;
import chat.parley.bridge.tcp.TcpBridgeVerticle;
import chat.parley.bridge.web.WebBridgeVerticle;
import chat.parley.bus.Bus;
import chat.parley.config.Settings;
import chat.parley.crypto.LinkSigner;
import chat.parley.files.FileStoreVerticle;
import chat.parley.log.MessageLogVerticle;
import chat.parley.routing.MessageRouterVerticle;
import chat.parley.users.UserRegistryVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
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
    private final List<TcpBridgeVerticle> tcpDoors = new ArrayList<>();
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
        return vertx.executeBlocking(() -> Keys.prepare(settings))
                .compose(server::deploy)
                .onSuccess(doors -> events.info("start {}", Version.NAME))
                .map(server)
                .recover(e -> server.stop().transform(stopped -> Future.failedFuture(e)));
    }

    private Future<?> deploy(Keys keys) {
        Path data = settings.data();
        LinkSigner signer = new LinkSigner(keys.token());
        Door.Maker doors = (loop, wire) -> new Door(
                loop,
                settings,
                Version.NAME,
                wire,
                new FileLinks(new Bus(loop), settings.files(), signer),
                this::webUrl);
        return Future.all(
                        one(new MessageLogVerticle(data)),
                        one(new UserRegistryVerticle(settings.users(), settings.limits(), data)),
                        one(new FileStoreVerticle(settings.files(), data)))
                .compose(services -> one(new MessageRouterVerticle()))
                .compose(router -> perEventLoop(webDoors, () -> new WebBridgeVerticle(settings, doors, signer)))
                .compose(web -> when(
                        settings.tcp().enabled(),
                        () -> perEventLoop(
                                tcpDoors, () -> new TcpBridgeVerticle(settings, doors, keys.tcpCertificate()))))
                .compose(tcp -> when(
                        settings.legacy().enabled(),
                        () -> perEventLoop(
                                legacyDoors, () -> new LegacyBridgeVerticle(settings.legacy(), settings.limits()))));
    }

    private static Future<?> when(boolean enabled, Supplier<Future<?>> door) {
        return enabled ? door.get() : Future.succeededFuture();
    }

    private Future<?> one(Deployable verticle) {
        return vertx.deployVerticle(verticle).onSuccess(this::remember);
    }

    /** The instances of a door share its port, and each keeps the connections of one event loop. */
    private <D extends Deployable> Future<?> perEventLoop(List<D> doors, Supplier<D> maker) {
        int instances = Math.max(1, Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < instances; i++) {
            doors.add(maker.get());
        }
        Deque<D> undeployed = new ArrayDeque<>(doors);
        return vertx.deployVerticle(undeployed::pop, new DeploymentOptions().setInstances(instances))
                .onSuccess(this::remember);
    }

    private synchronized void remember(String deployment) {
        deployed.push(deployment);
    }

    public int webPort() {
        return webDoors.get(0).port();
    }

    /** The native door's port; only while it is enabled. */
    public int tcpPort() {
        return tcpDoors.get(0).port();
    }

    /** The legacy door's port; only while it is enabled. */
    public int legacyPort() {
        return legacyDoors.get(0).port();
    }

    /** Where people find the web door. */
    public String webUrl() {
        if (!settings.web().url().isEmpty()) {
            return settings.web().url();
        }
        return "http://" + Banner.forPeople(settings.web().host()) + ":" + webPort();
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
