package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import chat.parley.bus.Log;
import chat.parley.model.FileId;
import chat.parley.model.UserId;
import io.vertx.core.Future;

/**
 * Who may read a file: its owner, whoever may read a message that has it, and of an avatar everybody. The one place for
 * every door.
 */
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
        return stored.owner().equals(user) || stored.shown()
                ? Future.succeededFuture(stored)
                : bus.ask(Log.MAY_READ, new Log.MayRead(user, stored.file().id()))
                        .map(stored);
    }
}
