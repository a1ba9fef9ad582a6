package chat.parley.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Typed access to the event bus: the only code that touches it. */
public final class Bus {
    private static final Logger log = LoggerFactory.getLogger(Bus.class);
    private static final DeliveryOptions OPTIONS = new DeliveryOptions().setCodecName(RecordCodec.NAME);
    private static final long DEFAULT_TIMEOUT_MS = 30_000;

    private final EventBus eventBus;

    public Bus(Vertx vertx) {
        this.eventBus = vertx.eventBus();
    }

    /** Prepares a new Vert.x instance for records. Call it once, before anything is deployed. */
    public static void prepare(Vertx vertx) {
        vertx.eventBus().registerCodec(new RecordCodec());
    }

    /** Asks whoever answers; fails with {@link FailureException} only. */
    public <Q extends Record, A extends Record> Future<A> ask(Request<Q, A> request, Q question) {
        return ask(request, question, DEFAULT_TIMEOUT_MS);
    }

    /** As {@link #ask(Request, Record)}, giving up with {@code UNAVAILABLE} after so many milliseconds. */
    public <Q extends Record, A extends Record> Future<A> ask(Request<Q, A> request, Q question, long timeoutMs) {
        DeliveryOptions options =
                timeoutMs == DEFAULT_TIMEOUT_MS ? OPTIONS : new DeliveryOptions(OPTIONS).setSendTimeout(timeoutMs);
        return eventBus.<A>request(request.address(), question, options)
                .transform(reply -> reply.succeeded()
                        ? Future.succeededFuture(
                                request.answer().cast(reply.result().body()))
                        : Future.failedFuture(FailureException.of(reply.cause())));
    }

    /** Answers an address. What the handler throws is logged once and told as {@code INTERNAL}. */
    public <Q extends Record, A extends Record> Future<Void> answer(
            Request<Q, A> request, Function<Q, Future<A>> handler) {
        MessageConsumer<Q> consumer = eventBus.consumer(request.address());
        consumer.handler(message -> reply(request, handler, message));
        return consumer.completion();
    }

    private static <Q extends Record, A extends Record> void reply(
            Request<Q, A> request, Function<Q, Future<A>> handler, Message<Q> message) {
        Future<A> answer;
        try {
            answer = handler.apply(message.body());
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        answer.onComplete(done -> {
            if (done.succeeded()) {
                message.reply(done.result(), OPTIONS);
                return;
            }
            FailureException failure = FailureException.of(done.cause());
            if (failure.failure() == Failure.INTERNAL && !(done.cause() instanceof FailureException)) {
                log.error("{} failed", request.address(), done.cause());
            }
            message.fail(failure.failure().code(), failure.sentence());
        });
    }

    /** Tells whoever listens. */
    public <E extends Record> void publish(Event<E> event, E value) {
        eventBus.publish(event.address(), value, OPTIONS);
    }

    /** Listens until the verticle is undeployed. */
    public <E extends Record> Future<Void> listen(Event<E> event, Consumer<E> handler) {
        MessageConsumer<E> consumer = eventBus.consumer(event.address());
        consumer.handler(message -> {
            try {
                handler.accept(message.body());
            } catch (RuntimeException e) {
                log.error("A listener of {} failed", event.address(), e);
            }
        });
        return consumer.completion();
    }
}
