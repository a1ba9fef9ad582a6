package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.EncodeOnce;
import chat.parley.bus.Failure;
import chat.parley.bus.Log;
import chat.parley.bus.Log.Append;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Outcome;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Item;
import chat.parley.bus.Rooms.Live;
import chat.parley.bus.Rooms.Posted;
import chat.parley.model.Entry;
import chat.parley.model.Room;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Drafts on their way into the journal. One batch is under way at a time, so that order is plain and everything that
 * arrives meanwhile shares the next commit; what was committed is told to the doors, then to its senders.
 */
final class Outbox {
    /** Drafts in one batch: bounds what a failed commit can leave unknown. */
    private static final int MAX_BATCH = 512;

    private final Bus bus;
    private final Consumer<Item> beforeLive;
    private List<Waiting> waiting = new ArrayList<>();
    private boolean underWay;

    private record Waiting(Room room, Draft draft, Promise<Posted> promise) {}

    /** @param beforeLive sees each fresh entry before the doors do */
    Outbox(Bus bus, Consumer<Item> beforeLive) {
        this.bus = bus;
        this.beforeLive = beforeLive;
    }

    Future<Posted> post(Room room, Draft draft) {
        Promise<Posted> promise = Promise.promise();
        waiting.add(new Waiting(room, draft, promise));
        if (!underWay) {
            send();
        }
        return promise.future();
    }

    private void send() {
        List<Waiting> batch = waiting;
        if (batch.size() > MAX_BATCH) {
            waiting = new ArrayList<>(batch.subList(MAX_BATCH, batch.size()));
            batch = batch.subList(0, MAX_BATCH);
        } else {
            waiting = new ArrayList<>();
        }
        List<Waiting> sent = batch;
        underWay = true;
        bus.ask(Log.APPEND, new Append(sent.stream().map(Waiting::draft).toList()))
                .onComplete(done -> {
                    underWay = false;
                    if (done.succeeded()) {
                        committed(sent, done.result().outcomes());
                    } else {
                        sent.forEach(each -> each.promise().fail(done.cause()));
                    }
                    if (!underWay && !waiting.isEmpty()) {
                        send();
                    }
                });
    }

    private void committed(List<Waiting> batch, List<Outcome> outcomes) {
        List<Item> fresh = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = outcomes.get(i).entry();
            if (entry != null && outcomes.get(i).fresh()) {
                Item item = new Item(batch.get(i).room(), entry, new EncodeOnce());
                beforeLive.accept(item);
                fresh.add(item);
            }
        }
        if (!fresh.isEmpty()) {
            bus.publish(Rooms.LIVE, new Live(fresh));
        }
        for (int i = 0; i < batch.size(); i++) {
            answer(batch.get(i).promise(), outcomes.get(i));
        }
    }

    private static void answer(Promise<Posted> promise, Outcome outcome) {
        Entry entry = outcome.entry();
        if (entry != null) {
            promise.complete(new Posted(entry.seq(), entry.time()));
            return;
        }
        Failure failure = outcome.failure() == null ? Failure.INTERNAL : outcome.failure();
        promise.fail(failure.because(String.valueOf(outcome.sentence())));
    }
}
