package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.EncodeOnce;
import chat.parley.bus.Failure;
import chat.parley.bus.Log;
import chat.parley.bus.Log.Append;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Outcome;
import chat.parley.bus.Log.Refusal;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Item;
import chat.parley.bus.Rooms.Live;
import chat.parley.bus.Rooms.Posted;
import chat.parley.model.Content;
import chat.parley.model.Entry;
import chat.parley.model.MessageId;
import chat.parley.model.Room;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Drafts on their way into the journal. One batch is under way at a time, so that order is plain and everything that
 * arrives meanwhile shares the next commit; what was committed is told to the doors, then to its senders.
 */
final class Outbox {
    /** Drafts in one batch: bounds what a failed commit can leave unknown. */
    private static final int MAX_BATCH = 512;

    private final Bus bus;
    private final RoomStates rooms;
    private List<Waiting> waiting = new ArrayList<>();
    private boolean underWay;

    private record Waiting(RoomState room, Draft draft, Promise<Posted> promise) {}

    Outbox(Bus bus, RoomStates rooms) {
        this.bus = bus;
        this.rooms = rooms;
    }

    /** Queues what the rules allow; the state takes it in at once, so that what is decided next builds on it. */
    Future<Posted> post(RoomState room, Draft draft) {
        Promise<Posted> promise = Promise.promise();
        waiting.add(new Waiting(room, draft, promise));
        room.queue();
        if (draft.refusal() == null) {
            queued(room, draft);
        }
        if (!underWay) {
            send();
        }
        return promise.future();
    }

    /** What changes who can read the room is followed by an entry that says so. */
    private void queued(RoomState room, Draft draft) {
        Room before = room.room();
        room.queued(draft.content());
        Room after = room.room();
        if (after.label() != before.label() || after.labelReason() != before.labelReason()) {
            MessageId id = MessageId.at(System.currentTimeMillis());
            Content label = new Content.Label(after.label(), after.labelReason());
            waiting.add(new Waiting(room, new Draft(after.id(), draft.sender(), id, label), Promise.promise()));
            room.queue();
        }
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
                    sent.forEach(each -> each.room().stored());
                    if (done.succeeded()) {
                        committed(sent, done.result().outcomes());
                    } else {
                        failed(sent, done.cause());
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
                RoomState room = batch.get(i).room();
                room.stored(entry.content());
                fresh.add(new Item(room.room(), entry, new EncodeOnce()));
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
        Refusal refusal = outcome.refusal();
        promise.fail(
                refusal == null
                        ? Failure.INTERNAL.because("The journal did not say why.")
                        : refusal.failure().because(refusal.sentence()));
    }

    /**
     * Nothing of the batch counts. Where it would have changed who may do what, what waits behind it was decided on
     * something that did not come to be, and fails with it.
     */
    private void failed(List<Waiting> batch, Throwable cause) {
        Set<RoomState> changed = new HashSet<>();
        for (Waiting each : batch) {
            if (!(each.draft().content() instanceof Content.Message)) {
                changed.add(each.room());
                rooms.drop(each.room().room().id());
            }
        }
        List<Waiting> lost = new ArrayList<>(batch);
        List<Waiting> left = new ArrayList<>();
        waiting.forEach(each -> (changed.contains(each.room()) ? lost : left).add(each));
        waiting = left;
        lost.forEach(each -> each.promise().fail(cause));
    }
}
