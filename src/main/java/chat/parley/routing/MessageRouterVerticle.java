package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.bus.Files.Share;
import chat.parley.bus.Log;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Log.Stored;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Admission;
import chat.parley.bus.Rooms.Changed;
import chat.parley.bus.Rooms.Item;
import chat.parley.bus.Rooms.Listed;
import chat.parley.bus.Rooms.Of;
import chat.parley.bus.Rooms.OpenDirect;
import chat.parley.bus.Rooms.Post;
import chat.parley.bus.Rooms.Posted;
import chat.parley.bus.Rooms.View;
import chat.parley.bus.Users;
import chat.parley.model.Content;
import chat.parley.model.FileRef;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;

/** Rooms: who is in them, who may post, one order for everybody, and what was committed told to the doors. */
public final class MessageRouterVerticle extends VerticleBase {
    private final RoomCache rooms = new RoomCache();
    private final InOrder<UserId> preparing = new InOrder<>();
    private Bus bus;
    private Outbox outbox;

    @SuppressWarnings("NullAway.Init") // bus and outbox exist from start() on
    public MessageRouterVerticle() {}

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        outbox = new Outbox(bus, this::announceFirst);
        return Future.all(
                bus.answer(Rooms.LIST, this::list),
                bus.answer(Rooms.ADMIT, this::admit),
                bus.answer(Rooms.OPEN_DIRECT, this::openDirect),
                bus.answer(Rooms.POST, this::post));
    }

    private Future<Listed> list(Of of) {
        return Future.all(bus.ask(Log.FIND, new Log.Find(RoomId.LOBBY)), bus.ask(Log.DIRECTS, new Log.Of(of.user())))
                .map(both -> {
                    List<View> views = new ArrayList<>();
                    views.add(view(both.<Stored>resultAt(0)));
                    both.<Log.StoredRooms>resultAt(1).rooms().stream()
                            .filter(stored -> stored.last() > 0)
                            .forEach(stored -> views.add(view(stored)));
                    return new Listed(views);
                });
    }

    private Future<View> admit(Admission admission) {
        return bus.ask(Log.FIND, new Log.Find(admission.room())).map(stored -> {
            if (!stored.room().admits(admission.user())) {
                throw noSuchRoom();
            }
            return view(stored);
        });
    }

    private Future<View> openDirect(OpenDirect open) {
        if (open.user().id().equals(open.peer())) {
            return Future.failedFuture(
                    Failure.BAD_REQUEST.because("A direct conversation is with somebody else, not with yourself."));
        }
        return bus.ask(Users.FIND, new Users.Find(open.peer(), null))
                .compose(peer -> peer.gone()
                        ? Future.failedFuture(
                                Failure.USER_GONE.because(peer.user().name() + " has left for good."))
                        : Future.succeededFuture(peer))
                .compose(peer -> bus.ask(Log.CREATE_DIRECT, new Log.Create(open.user(), peer.user())))
                .map(stored -> {
                    rooms.put(stored.room());
                    return view(stored);
                });
    }

    private Future<Posted> post(Post post) {
        return preparing.run(post.sender().id(), () -> prepare(post)).compose(ready -> ready.posted());
    }

    /** A message that is in the outbox: wrapped, so that the next one of its sender need not wait for the disk. */
    private record Ready(Future<Posted> posted) {}

    private Future<Ready> prepare(Post post) {
        if (post.text().isBlank() && post.files().isEmpty()) {
            return Future.failedFuture(Failure.BAD_REQUEST.because("A message has a text or a file."));
        }
        return roomFor(post)
                .compose(room -> filesOf(post)
                        .map(files -> new Ready(outbox.post(
                                room,
                                new Draft(
                                        room.id(),
                                        post.sender(),
                                        post.id(),
                                        new Content.Message(post.text(), files))))));
    }

    private Future<Room> roomFor(Post post) {
        Room known = rooms.get(post.room());
        Future<Room> found = known != null
                ? Future.succeededFuture(known)
                : bus.ask(Log.FIND, new Log.Find(post.room())).map(Stored::room).onSuccess(rooms::put);
        return found.compose(room -> {
            if (!room.admits(post.sender().id())) {
                return Future.failedFuture(noSuchRoom());
            }
            return room.kind() == Room.Kind.DIRECT ? whilePeerIsThere(room, post.sender()) : found;
        });
    }

    /** Whoever is gone for good never reads again, and whoever blocked the sender does not want to. */
    private Future<Room> whilePeerIsThere(Room room, User sender) {
        User peer = room.members().stream()
                .filter(member -> !member.id().equals(sender.id()))
                .findFirst()
                .orElse(sender);
        return bus.ask(Users.MAY_WRITE, new Users.MayWrite(sender.id(), peer.id()))
                .map(room);
    }

    private Future<List<FileRef>> filesOf(Post post) {
        if (post.files().isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return bus.ask(Files.SHARE, new Share(post.files(), post.sender().id(), post.room(), post.id()))
                .map(Files.Shared::files);
    }

    /** A direct conversation appears to the two with its first message. */
    private void announceFirst(Item item) {
        Room room = item.room();
        if (room.kind() == Room.Kind.DIRECT && item.entry().seq() == 1) {
            List<UserId> both = room.members().stream().map(User::id).toList();
            bus.publish(Rooms.CHANGED, new Changed(new View(room, 1, 1), both));
        }
    }

    private static View view(Stored stored) {
        return new View(stored.room(), stored.first(), stored.last());
    }

    private static FailureException noSuchRoom() {
        return Failure.NO_SUCH_ROOM.because("There is no such room, or it is not yours to see.");
    }
}
