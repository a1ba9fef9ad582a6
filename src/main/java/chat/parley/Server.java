package chat.parley;

import chat.parley.bridge.Door;
import chat.parley.bridge.DoorTls;
import chat.parley.bridge.FileLinks;
import chat.parley.bridge.FilesPlace;
import chat.parley.bridge.legacy.LegacyBridgeVerticle;
import chat.parley.bridge.tcp.TcpBridgeVerticle;
import chat.parley.bridge.web.RedirectVerticle;
import chat.parley.bridge.web.WebBridgeVerticle;
import chat.parley.bridge.web.WebIdentity;
import chat.parley.bus.Administration;
import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.config.Settings;
import chat.parley.config.WebSettings;
import chat.parley.crypto.LinkSigner;
import chat.parley.crypto.LocalAuthority;
import chat.parley.crypto.UnusableCertificateException;
import chat.parley.files.FileStoreVerticle;
import chat.parley.log.MessageLogVerticle;
import chat.parley.model.Secret;
import chat.parley.routing.MessageRouterVerticle;
import chat.parley.users.UserRegistryVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole Parley: deploys the services, then the doors; stops in the other order. */
public final class Server {
    private static final Logger log = LoggerFactory.getLogger(Server.class);
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    private static final long RENEWAL_MILLIS = TimeUnit.HOURS.toMillis(6);

    private final Vertx vertx;
    private final Settings settings;
    private final Deque<String> deployed = new ArrayDeque<>();
    private final List<WebBridgeVerticle> webDoors = new ArrayList<>();
    private final List<TcpBridgeVerticle> tcpDoors = new ArrayList<>();
    private final List<LegacyBridgeVerticle> legacyDoors = new ArrayList<>();
    private volatile @Nullable DataFolder folder;
    private volatile boolean started;
    private final List<Long> timers = new ArrayList<>();
    private @Nullable RedirectVerticle redirect;
    private volatile @Nullable WebIdentity identity;

    private volatile Optional<Secret> setupToken = Optional.empty();

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
        return vertx.executeBlocking(server::prepare)
                .compose(server::deploy)
                .compose(doors -> server.findSetup())
                .onSuccess(doors -> server.started())
                .map(server)
                .recover(e -> server.stop().transform(stopped -> Future.failedFuture(e)));
    }

    private Keys prepare() throws IOException {
        folder = DataFolder.take(settings.data());
        DoorTls.load();
        try {
            return Keys.prepare(settings);
        } catch (UnusableCertificateException e) {
            throw new CannotStartException(String.valueOf(e.getMessage()));
        }
    }

    private void started() {
        started = true;
        events.info("start {}", Version.NAME);
    }

    private Future<?> deploy(Keys keys) {
        Path data = settings.data();
        LocalAuthority authority = keys.web().authority();
        String pem = authority == null ? null : authority.pem();
        LinkSigner signer = new LinkSigner(keys.token());
        Door.Maker doors = (loop, wire) -> new Door(
                loop,
                settings,
                Version.NAME,
                wire,
                new FileLinks(new Bus(loop), settings.files(), signer),
                () -> new FilesPlace(webUrl(), pem));
        return Future.join(
                        Trouble.with(
                                "The journal (" + data.resolve("journal.db") + ")", one(new MessageLogVerticle(data))),
                        Trouble.with(
                                "The user registry (" + data.resolve("users.db") + ")",
                                one(new UserRegistryVerticle(settings.users(), settings.limits(), data))),
                        Trouble.with(
                                "The file store (" + data.resolve("files.db") + ", "
                                        + settings.files().store() + ")",
                                one(new FileStoreVerticle(settings.files(), data))))
                .compose(services -> one(new MessageRouterVerticle(settings.rooms())))
                .compose(router -> openDoors(doors, signer, keys))
                .compose(open -> vertx.executeBlocking(() -> watch(keys)));
    }

    private Future<?> openDoors(Door.Maker doors, LinkSigner signer, Keys keys) {
        WebSettings web = settings.web();
        Settings.Tcp tcp = settings.tcp();
        Settings.Legacy legacy = settings.legacy();
        return Trouble.withDoor(
                        "web",
                        web.host(),
                        web.port(),
                        perEventLoop(webDoors, () -> new WebBridgeVerticle(settings, doors, signer, keys.web())))
                .compose(open -> when(web.redirectPort() >= 0, () -> redirect(keys.web())))
                .compose(open -> when(
                        tcp.enabled(),
                        () -> Trouble.withDoor(
                                "tcp",
                                tcp.host(),
                                tcp.port(),
                                perEventLoop(tcpDoors, () -> new TcpBridgeVerticle(settings, doors, keys.tcp())))))
                .compose(open -> when(
                        legacy.enabled(),
                        () -> Trouble.withDoor(
                                "legacy",
                                legacy.host(),
                                legacy.port(),
                                perEventLoop(
                                        legacyDoors,
                                        () -> new LegacyBridgeVerticle(legacy, settings.limits(), keys.legacyKey())))));
    }

    private Future<?> redirect(WebIdentity web) {
        redirect = new RedirectVerticle(settings, web, this::webPort);
        return Trouble.with("The plain port " + settings.web().redirectPort() + " (web.redirectPort)", one(redirect));
    }

    /** Certificates are shown anew when they change; the local authority's are renewed before they end. */
    private Done watch(Keys keys) throws IOException {
        identity = keys.web();
        if (keys.webCertificate() != null) {
            remember(new CertificateWatch(
                            vertx,
                            "web",
                            keys.webCertificate(),
                            renewed -> webDoors.get(0).renew(renewed))
                    .start());
        }
        if (keys.tcpCertificate() != null) {
            remember(new CertificateWatch(
                            vertx,
                            "native",
                            keys.tcpCertificate(),
                            renewed -> Future.all(tcpDoors.stream()
                                    .map(each -> each.renew(renewed))
                                    .toList()))
                    .start());
        }
        LocalAuthority authority = keys.web().authority();
        if (authority != null) {
            remember(vertx.setPeriodic(RENEWAL_MILLIS, timer -> renew(authority)));
        }
        return Done.DONE;
    }

    /** What it issues, the watch then sees. */
    private void renew(LocalAuthority authority) {
        vertx.executeBlocking(
                        () -> authority.renew(OwnAddresses.of(settings.web()).all(), Instant.now()))
                .onFailure(e -> log.warn("The web door's certificate could not be renewed: {}", e.getMessage()));
    }

    private synchronized void remember(long timer) {
        timers.add(timer);
    }

    /** As whom the web door shows itself. */
    public WebIdentity identity() {
        return Objects.requireNonNull(identity, "not started");
    }

    /** The plain port that sends people on to HTTPS; only while there is one. */
    public int redirectPort() {
        return Objects.requireNonNull(redirect, "there is none").port();
    }

    private Future<?> findSetup() {
        return new Bus(vertx)
                .ask(Administration.SETUP, new Administration.Setup())
                .onSuccess(setup -> setupToken = Optional.ofNullable(setup.token()));
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
        return webUrl(settings.web(), webPort());
    }

    /** Where people find the web door of these settings when it listens on this port. */
    static String webUrl(WebSettings web, int port) {
        return web.url().isEmpty()
                ? (web.isTls() ? "https://" : "http://") + Banner.forPeople(web.host()) + ":" + port
                : web.url();
    }

    /** Where the first administrator is made, once; empty when there is one. For the screen alone: it is a secret. */
    public Optional<Secret> setupUrl() {
        return setupToken.map(token -> new Secret(webUrl() + "/#/setup/" + token.value()));
    }

    /**
     * Doors first: what they accepted is still committed and acknowledged behind them. The Vert.x instance stays its
     * owner's to close.
     */
    public Future<Void> stop() {
        if (started) {
            started = false;
            events.info("stop");
        }
        return undeployNext().eventually(() -> vertx.executeBlocking(this::leaveFolder));
    }

    private @Nullable Void leaveFolder() throws IOException {
        DataFolder mine = folder;
        if (mine != null) {
            mine.close();
        }
        return null;
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
