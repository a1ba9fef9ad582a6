package chat.parley.bridge.legacy;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.bus.Files.Stored;
import chat.parley.bus.Rooms;
import chat.parley.model.FileId;
import chat.parley.model.InvalidValueException;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Upload, announcement and download. The ids that clients choose are looked up, and never more than that. */
final class FileCommands {
    private static final Logger events = LoggerFactory.getLogger("parley.events");
    private static final int MAX_ALIAS = 400;

    private final Hall hall;
    private final Bus bus;
    private final Peer peer;
    private final UserId me;
    private final Commands commands;

    FileCommands(Hall hall, Peer peer, Commands commands) {
        this.hall = hall;
        this.bus = hall.bus();
        this.peer = peer;
        this.me = peer.user().id();
        this.commands = commands;
    }

    Future<Void> upload(LegacyMessage message, @Nullable Upload upload) {
        String problem = problem(message, upload);
        if (upload == null || problem != null) {
            notice("Failed to upload file: " + problem);
            return upload == null ? Future.succeededFuture() : upload.abort();
        }
        String name = FileNames.plain(message.filename());
        return upload.finish(name)
                .compose(stored -> bus.ask(
                                Files.ALIAS,
                                new Files.Alias(
                                        message.uploadAlias(), stored.file().id()))
                        .map(stored))
                .transform(done -> {
                    if (done.succeeded()) {
                        events.info(
                                "upload {} of {} bytes by {}",
                                done.result().file().id(),
                                done.result().file().size(),
                                peer.user().name());
                        notice("File '" + name + "' uploaded successfully");
                    } else {
                        notice("Failed to upload file: " + Upload.reason(done.cause()));
                    }
                    return Future.succeededFuture();
                });
    }

    private static @Nullable String problem(LegacyMessage message, @Nullable Upload upload) {
        if (upload == null) {
            return "it has no data";
        }
        if (message.filename().isBlank()) {
            return "it has no name";
        }
        return message.uploadAlias().length() > MAX_ALIAS ? "its name is too long" : null;
    }

    /** A file that this sender uploaded, the newest of that id. */
    Future<Void> announce(LegacyMessage message) {
        String alias = message.fileId();
        return known(alias).compose(files -> {
            Stored mine = files.stream()
                    .filter(file -> file.owner().equals(me))
                    .findFirst()
                    .orElse(null);
            if (mine == null) {
                return notFound(alias);
            }
            FileId id = mine.file().id();
            if (files.size() == 1 && !alias.equals(id.value())) {
                bus.publish(Files.CALLED, new Files.Alias(alias, id));
            }
            return (message.receiver().isEmpty()
                            ? Future.<@Nullable RoomId>succeededFuture(RoomId.LOBBY)
                            : commands.room(peer, message.receiver()))
                    .compose(room ->
                            room == null ? Future.succeededFuture() : commands.post(peer, room, "", List.of(id)));
        });
    }

    Future<Void> download(String id) {
        return known(id).compose(files -> readable(inOrder(files).iterator())).compose(file -> {
            if (file == null) {
                return notFound(id);
            }
            if (file.file().size() > hall.settings().maxFile().bytes()) {
                notice("File '" + FileNames.plain(file.file().name()) + "' is too large for this client: more than "
                        + hall.settings().maxFile() + ".");
                return Future.succeededFuture();
            }
            return new Download(bus, peer, hall.format(), file.file(), id).run();
        });
    }

    /** All that this id can mean, newest first. */
    private Future<List<Stored>> known(String id) {
        if (id.length() > MAX_ALIAS) {
            return Future.succeededFuture(List.of());
        }
        return bus.ask(Files.FIND_ALIAS, new Files.FindAlias(id))
                .map(Files.Aliased::files)
                .compose(files -> files.isEmpty() ? byOwnId(id) : Future.succeededFuture(files))
                .otherwise(List.of());
    }

    private Future<List<Stored>> byOwnId(String id) {
        FileId file;
        try {
            file = new FileId(id);
        } catch (InvalidValueException e) {
            return Future.succeededFuture(List.of());
        }
        return bus.ask(Files.FIND, new Files.Find(file)).map(List::of);
    }

    /**
     * When others chose the same id, only the oldest was ever announced by it: that one first if it came while this
     * client was here, then one's own.
     */
    private List<Stored> inOrder(List<Stored> newestFirst) {
        List<Stored> order = new ArrayList<>(newestFirst.size());
        if (newestFirst.isEmpty()) {
            return order;
        }
        Stored oldest = newestFirst.get(newestFirst.size() - 1);
        if (oldest.created() >= peer.since()) {
            order.add(oldest);
        }
        newestFirst.stream().filter(file -> file.owner().equals(me)).forEach(order::add);
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            order.add(newestFirst.get(i));
        }
        return order;
    }

    private Future<@Nullable Stored> readable(Iterator<Stored> candidates) {
        if (!candidates.hasNext()) {
            return Future.succeededFuture(null);
        }
        Stored file = candidates.next();
        if (file.owner().equals(me)) {
            return Future.succeededFuture(file);
        }
        return admitted(file.rooms().iterator())
                .compose(yes -> yes ? Future.succeededFuture(file) : readable(candidates));
    }

    private Future<Boolean> admitted(Iterator<RoomId> rooms) {
        return rooms.hasNext()
                ? bus.ask(Rooms.ADMIT, new Rooms.Admission(me, rooms.next()))
                        .map(true)
                        .recover(refused -> FailureException.of(refused).failure() == Failure.NO_SUCH_ROOM
                                ? admitted(rooms)
                                : Future.failedFuture(refused))
                : Future.succeededFuture(false);
    }

    private Future<Void> notFound(String id) {
        notice("File '" + id + "' not found");
        return Future.succeededFuture();
    }

    private void notice(String text) {
        commands.notice(peer, text);
    }
}
