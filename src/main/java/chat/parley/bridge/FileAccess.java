package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.bus.Rooms;
import chat.parley.model.FileId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.util.Iterator;

/** Who may read a file: its owner, and whoever may read a room that it was shared in. The one place for every door. */
public final class FileAccess {
    private final Bus bus;

    public FileAccess(Bus bus) {
        this.bus = bus;
    }

    /** The file, for somebody who may read it; fails {@code NO_SUCH_FILE} alike for an unknown and a foreign one. */
    public Future<Files.Stored> readable(UserId user, FileId file) {
        return bus.ask(Files.FIND, new Files.Find(file)).compose(stored -> readable(user, stored));
    }

    /** As {@link #readable(UserId, FileId)}, of a file that was found already. */
    public Future<Files.Stored> readable(UserId user, Files.Stored stored) {
        return stored.owner().equals(user)
                ? Future.succeededFuture(stored)
                : admitted(user, stored, stored.rooms().iterator());
    }

    private Future<Files.Stored> admitted(UserId user, Files.Stored stored, Iterator<RoomId> rooms) {
        if (!rooms.hasNext()) {
            return Future.failedFuture(Failure.NO_SUCH_FILE.because("There is no such file."));
        }
        return bus.ask(Rooms.ADMIT, new Rooms.Admission(user, rooms.next()))
                .map(stored)
                .recover(refused -> FailureException.of(refused).failure() == Failure.NO_SUCH_ROOM
                        ? admitted(user, stored, rooms)
                        : Future.failedFuture(refused));
    }
}
