package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.FailureException;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.model.ConnectionId;
import io.netty.channel.ChannelConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCP connections of one event loop at the web door. Each counts for its address from its first byte, and has only
 * so long for a whole request, or for the next one: nobody fills the server with halves of requests. One that is being
 * answered may take its time. (An idle time-out of the server itself would cut long answers, which are one write to
 * it.) What comes through a trusted proxy counts later, for whom the proxy speaks.
 */
final class Arrivals {
    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);
    private static final long SWEEP_MILLIS = 500;
    /** So long a refused client may take to ask for something, and be told why. */
    private static final long REFUSED_NANOS = 2_000_000_000L;

    private final Vertx vertx;
    private final Bus bus;
    private final Settings.Limits limits;
    private final Proxies proxies;
    private final IdentityHashMap<HttpConnection, Arrival> open = new IdentityHashMap<>();

    /** A connection, and since when it owes us a request. */
    static final class Arrival {
        private final ConnectionId id = ConnectionId.random();
        private Future<?> counted = Future.succeededFuture();
        private @Nullable FailureException refusal;
        private @Nullable HttpServerResponse last;
        private long since = System.nanoTime();
        private boolean waiting = true;
        private boolean upgraded;

        ConnectionId id() {
            return id;
        }

        /** Completes when the connection counts; fails {@code TOO_MANY}. */
        Future<?> counted() {
            return counted;
        }
    }

    Arrivals(Vertx vertx, Bus bus, Settings.Limits limits, Proxies proxies) {
        this.vertx = vertx;
        this.bus = bus;
        this.limits = limits;
        this.proxies = proxies;
    }

    void watch() {
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep(System.nanoTime()));
    }

    void arrived(HttpConnection connection) {
        Arrival arrival = new Arrival();
        open.put(connection, arrival);
        connection.closeHandler(closed -> left(connection, arrival));
        String address = connection.remoteAddress().hostAddress();
        if (!proxies.trusts(address)) {
            ChannelConfig reading = ((HttpServerConnection) connection)
                    .channelHandlerContext()
                    .channel()
                    .config();
            reading.setAutoRead(false); // so that nothing is served that does not count
            arrival.counted = bus.ask(Users.ARRIVE, new Users.Arrive(arrival.id, address, Users.Through.WEB))
                    .onFailure(refused -> {
                        arrival.refusal = FailureException.of(refused);
                        arrival.since = System.nanoTime();
                    })
                    .onComplete(answered -> reading.setAutoRead(true));
        }
    }

    private void left(HttpConnection connection, Arrival arrival) {
        open.remove(connection);
        if (!arrival.upgraded && !proxies.trusts(connection.remoteAddress().hostAddress())) {
            arrival.counted
                    .compose(counted -> bus.ask(Users.DEPART, new Users.Depart(arrival.id)))
                    .onFailure(e -> log.debug("A connection was not counted: {}", e.getMessage()));
        }
    }

    /** A request has come in whole, as far as its head goes; answers why it is not served, if it is not. */
    @Nullable
    FailureException requested(HttpServerRequest request) {
        Arrival arrival = open.get(request.connection());
        if (arrival == null) {
            return null;
        }
        arrival.waiting = false;
        arrival.last = request.response();
        return arrival.refusal;
    }

    /** The connection is a WebSocket from now on; whoever takes it over counts it out in the end. */
    Arrival upgraded(HttpConnection connection) {
        Arrival arrival = open.getOrDefault(connection, new Arrival());
        arrival.upgraded = true;
        open.remove(connection);
        return arrival;
    }

    private void sweep(long now) {
        for (Map.Entry<HttpConnection, Arrival> each : List.copyOf(open.entrySet())) {
            Arrival arrival = each.getValue();
            HttpServerResponse last = arrival.last;
            if (!arrival.upgraded && !arrival.waiting && last != null && last.ended()) {
                arrival.waiting = true;
                arrival.since = now;
            }
            if (!arrival.upgraded && arrival.waiting && now - arrival.since > allowed(arrival)) {
                each.getKey().close().onFailure(e -> log.debug("Already closed: {}", e.getMessage()));
            }
        }
    }

    private long allowed(Arrival arrival) {
        if (arrival.refusal != null) {
            return REFUSED_NANOS;
        }
        long idle = limits.idleTime().toNanos();
        return arrival.last == null ? Math.min(limits.loginTime().toNanos(), idle) : idle;
    }
}
