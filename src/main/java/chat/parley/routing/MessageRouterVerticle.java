package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.Log;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Admission;
import chat.parley.bus.Rooms.Listed;
import chat.parley.bus.Rooms.Of;
import chat.parley.bus.Rooms.View;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.model.Room;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** Rooms: who is in them, who may post, one order for everybody, and what was committed told to the doors. */
public final class MessageRouterVerticle extends VerticleBase {
    private static final long ROLL_CALL_MS = 3_600_000;

    private final Settings.Rooms settings;
    private Bus bus;

    @SuppressWarnings("NullAway.Init") // bus exists from start() on
    public MessageRouterVerticle(Settings.Rooms settings) {
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        RoomStates rooms = new RoomStates(bus);
        Outbox outbox = new Outbox(bus, rooms);
        Posting posting = new Posting(bus, rooms, outbox);
        Acting acting = new Acting(bus, rooms, outbox, settings);
        Departures departures = new Departures(bus, rooms, outbox);
        return Future.all(List.of(
                        bus.listen(Users.ACCOUNT_GONE, departures::accountGone),
                        bus.listen(Users.PRESENCE, departures::presence),
                        bus.answer(Rooms.TYPE, posting::type),
                        bus.answer(Rooms.BANS, acting::bans),
                        bus.answer(Rooms.AUDIT, acting::audit),
                        bus.answer(Rooms.LIST, this::list),
                        bus.answer(Rooms.ADMIT, this::admit),
                        bus.answer(Rooms.OPEN_DIRECT, acting::openDirect),
                        bus.answer(Rooms.CREATE, acting::create),
                        bus.answer(Rooms.ACT, acting::act),
                        bus.answer(Rooms.POST, posting::post),
                        bus.answer(Rooms.AMEND, posting::amend)))
                .onSuccess(answering -> {
                    departures.rollCall();
                    vertx.setPeriodic(ROLL_CALL_MS, timer -> departures.rollCall());
                });
    }

    private Future<Listed> list(Of of) {
        return bus.ask(Log.ROOMS_OF, new Log.Of(of.user()))
                .map(views -> new Listed(views.rooms().stream()
                        .filter(MessageRouterVerticle::isShown)
                        .toList()));
    }

    /** A direct conversation appears with its first message. */
    private static boolean isShown(View view) {
        return view.room().kind() != Room.Kind.DIRECT || view.last() > 0;
    }

    private Future<View> admit(Admission admission) {
        return bus.ask(Log.FIND, new Log.Find(admission.room(), admission.user(), admission.invited()));
    }
}
