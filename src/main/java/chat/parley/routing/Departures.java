package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Log;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Place;
import chat.parley.bus.Rooms.Posted;
import chat.parley.bus.Users;
import chat.parley.bus.Users.AccountGone;
import chat.parley.bus.Users.Presence;
import chat.parley.model.Content;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whoever is gone for good leaves the rooms they were in and, where they wished so, takes along what they said. */
final class Departures {
    private static final Logger log = LoggerFactory.getLogger(Departures.class);

    private final Bus bus;
    private final RoomStates rooms;
    private final Outbox outbox;
    private final Set<UserId> leaving = new HashSet<>();

    Departures(Bus bus, RoomStates rooms, Outbox outbox) {
        this.bus = bus;
        this.rooms = rooms;
        this.outbox = outbox;
    }

    /** Guests and legacy users are gone with their session; accounts are told of by {@link #accountGone}. */
    void presence(Presence presence) {
        User user = presence.user();
        if (presence.gone() && !Rules.lasts(user)) {
            depart(user, false).onFailure(e -> log.warn("A guest who left stays in rooms: {}", e.getMessage()));
        }
    }

    /** Told again until it is done, so that a failure here needs no more than that. */
    void accountGone(AccountGone gone) {
        UserId id = gone.user().id();
        if (!leaving.add(id)) {
            return;
        }
        depart(gone.user(), gone.erase())
                .compose(done -> bus.ask(Users.CLEARED, new Users.Cleared(id)))
                .onComplete(done -> leaving.remove(id))
                .onFailure(
                        e -> log.warn("An account that was deleted is not yet out of its rooms: {}", e.getMessage()));
    }

    /** Guests whose leaving came to nothing, such as when the server was killed over it, leave now. */
    Future<Done> rollCall() {
        return bus.ask(Log.PASSING, new Log.Passing())
                .compose(passing -> present(passing.users())
                        .compose(present -> Future.all(passing.users().stream()
                                .filter(user -> !present.contains(user.id()))
                                .map(user -> depart(user, false))
                                .toList())))
                .map(Done.DONE)
                .onFailure(e -> log.warn("Guests who left may still be in rooms: {}", e.getMessage()));
    }

    private Future<Set<UserId>> present(List<User> users) {
        return bus.ask(Users.GET, new Users.Get(users.stream().map(User::id).toList()))
                .map(found -> found.people().stream()
                        .filter(known -> !known.gone())
                        .map(known -> known.user().id())
                        .collect(Collectors.toSet()));
    }

    private Future<Done> depart(User user, boolean erase) {
        return (erase ? erase(user, null) : Future.succeededFuture(Done.DONE))
                .compose(erased -> bus.ask(Log.MEMBERSHIPS, new Log.Of(user.id())))
                .compose(in -> Future.all(
                        in.rooms().stream().map(room -> leave(room, user)).toList()))
                .compose(left -> bus.ask(Log.FORGET, new Log.Of(user.id())));
    }

    private Future<Done> leave(RoomId room, User user) {
        return rooms.of(room)
                .compose(state -> Future.all(Succession.entries(state, user).stream()
                                .map(content -> post(state, user, content, false))
                                .toList())
                        .map(Done.DONE));
    }

    private Future<Posted> post(RoomState state, User user, Content content, boolean moderates) {
        MessageId id = MessageId.at(System.currentTimeMillis());
        return outbox.post(state, new Draft(state.room().id(), user, id, content, moderates, null));
    }

    private Future<Done> erase(User user, @Nullable MessageId after) {
        return bus.ask(Log.MESSAGES_OF, new Log.MessagesOf(user.id(), after)).compose(page -> {
            List<Place> places = page.places();
            if (places.isEmpty()) {
                return Future.succeededFuture(Done.DONE);
            }
            List<Future<Done>> deleted = new ArrayList<>();
            places.forEach(place -> deleted.add(delete(place, user)));
            return Future.all(deleted)
                    .compose(all -> erase(user, places.get(places.size() - 1).id()));
        });
    }

    private Future<Done> delete(Place place, User user) {
        return rooms.of(place.room())
                .compose(state -> post(state, user, new Content.Delete(place.seq()), true))
                .map(Done.DONE)
                .recover(e -> FailureException.of(e).failure() == Failure.NO_SUCH_MESSAGE
                        ? Future.succeededFuture(Done.DONE)
                        : Future.failedFuture(e));
    }
}
