package chat.parley.bridge.legacy;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Rooms;
import chat.parley.bus.Users;
import chat.parley.crypto.Fernet;
import chat.parley.model.ConnectionId;
import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each object of a client does: a question to a service, and its answer in the clients' words. */
final class Commands {
    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    /** The first reply has to arrive alone; the desktop client then turns to its framed reading. */
    private static final long ALONE_MS = 120;

    /** Room in a frame for all but the file. */
    private static final long REST = 512 * 1024;

    private static final int TRIES = 3;

    private final Hall hall;
    private final Bus bus;
    private final LegacyConnection connection;
    private final ConnectionId id;
    private final String address;
    private final Pace pace;
    private final OnTheWay onTheWay;
    private @Nullable Boolean bare;
    private boolean arrived = true;
    private @Nullable SessionId session;
    private @Nullable Peer peer;

    Commands(Hall hall, LegacyConnection connection, ConnectionId id, String address) {
        this.hall = hall;
        this.bus = hall.bus();
        this.connection = connection;
        this.id = id;
        this.address = address;
        this.pace = new Pace(hall.limits().messagesPerSecond());
        this.onTheWay = new OnTheWay(hall.limits().requestsWaiting());
    }

    /** A token came bare or framed. The first decides how this client is answered. */
    void speaks(boolean bareToken) {
        if (bare == null) {
            bare = bareToken;
        }
    }

    boolean isLoggedIn() {
        return peer != null;
    }

    /** Where a file goes that may come; null while nobody is logged in. */
    @Nullable
    Upload newUpload() {
        Peer sender = peer;
        return sender == null
                ? null
                : new Upload(
                        bus,
                        sender.user().id(),
                        hall.settings().maxFile().bytes(),
                        hall.settings().maxFile().toString());
    }

    /** Completes when the client may be read further. */
    Future<Void> take(LegacyMessage message, @Nullable Upload upload) {
        Peer sender = peer;
        if (sender == null) {
            if (message.isSystem("login_request")) {
                return login(message.sender().strip());
            }
            connection.refuse("it did not log in first");
            return Future.succeededFuture();
        }
        log.debug("{} sends {}", sender.user().id(), message.type().length() > 32 ? "?" : message.type());
        return pace.next(hall.vertx())
                .compose(own -> hall.paceOf(address).next(hall.vertx()))
                .compose(paced -> message.type().equals("public") && upload == null
                        ? onTheWay.add(
                                say(sender, RoomId.LOBBY, message.message()).onFailure(connection::broke))
                        : onTheWay.none().compose(done -> answer(sender, message, upload)))
                .compose(done -> sender.room());
    }

    /** Completes when everything that was said is answered. */
    Future<Void> settled() {
        return onTheWay.none();
    }

    private Future<Void> answer(Peer sender, LegacyMessage message, @Nullable Upload upload) {
        FileCommands files = new FileCommands(hall, sender, this);
        if (message.type().equals("file_upload")) {
            return files.upload(message, upload);
        }
        Future<Void> clean = upload == null ? Future.succeededFuture() : upload.abort();
        return switch (message.type()) {
            case "public" -> post(sender, RoomId.LOBBY, message.message(), List.of());
            case "private" -> room(sender, message.receiver()).compose(room -> say(sender, room, message.message()));
            case "file" -> files.announce(message);
            case "file_download_request" -> files.download(message.fileId());
            case "system" -> {
                if (message.isSystem("disconnect")) {
                    connection.end();
                }
                yield clean;
            }
            default -> clean;
        };
    }

    /** Something authentic that is no object, or one beyond the limit (0 if that is not why). */
    Future<Void> unreadable(int limit, @Nullable Upload upload) {
        Peer sender = peer;
        if (sender == null) {
            return Future.succeededFuture();
        }
        notice(
                sender,
                limit > 0
                        ? "That message is too long: " + limit + " bytes are allowed besides a file."
                        : "That message could not be read: it is not a JSON object.");
        return upload == null ? Future.succeededFuture() : upload.abort();
    }

    private Future<Void> login(String name) {
        return bus.ask(Users.ENTER, new Users.Enter(name, UserKind.LEGACY, new Users.Visitor(id, address, "legacy")))
                .transform(done -> {
                    if (done.succeeded()) {
                        return entered(done.result());
                    }
                    refused(FailureException.of(done.cause()));
                    return Future.succeededFuture();
                });
    }

    private Future<Void> entered(Users.LoggedIn login) {
        session = login.session();
        if (connection.isClosed()) {
            return detach();
        }
        Peer newcomer = new Peer(hall, connection.outlet(), Boolean.TRUE.equals(bare), login.user());
        peer = newcomer;
        connection.allow(Fernet.tokenLength(hall.settings().maxFile().bytes() / 3 * 4 * 2 + REST));
        hall.enter(connection, login.session(), newcomer);
        Promise<Void> alone = Promise.promise();
        hall.vertx().setTimer(ALONE_MS, timer -> {
            newcomer.release();
            alone.complete();
        });
        return alone.future();
    }

    private void refused(FailureException failure) {
        boolean name = failure.failure() == Failure.BAD_NAME || failure.failure() == Failure.NAME_TAKEN;
        byte[] frame = hall.format().firstNotice(name ? "username_rejected" : failure.sentence());
        Frames.write(connection.outlet(), frame, Boolean.TRUE.equals(bare));
        connection.end();
    }

    /** The conversation with somebody who is online; null, after a notice, when there is nobody. */
    Future<@Nullable RoomId> room(Peer sender, String receiver) {
        return bus.ask(Users.FIND, new Users.Find(null, receiver))
                .compose(known -> known.online()
                        ? bus.ask(
                                Rooms.OPEN_DIRECT,
                                new Rooms.OpenDirect(sender.user(), known.user().id()))
                        : Future.failedFuture(Failure.NO_SUCH_USER.because("offline")))
                .map(view -> view.room().id())
                .recover(failure -> {
                    FailureException why = FailureException.of(failure);
                    boolean nobody = why.failure() == Failure.NO_SUCH_USER || why.failure() == Failure.USER_GONE;
                    notice(sender, nobody ? "User '" + receiver + "' not found." : why.sentence());
                    return Future.succeededFuture(null);
                });
    }

    private Future<Void> say(Peer sender, @Nullable RoomId room, String text) {
        return room == null ? Future.succeededFuture() : post(sender, room, text, List.of());
    }

    /** Posts, and says so when it failed. The same id is tried again when it is unknown whether it was done. */
    Future<Void> post(Peer sender, RoomId room, String text, List<FileId> files) {
        int limit = hall.limits().textLength();
        if (text.codePointCount(0, text.length()) > limit) {
            notice(sender, "Message not sent: it is longer than " + limit + " characters.");
            return Future.succeededFuture();
        }
        User user = sender.user();
        MessageId message = MessageId.at(System.currentTimeMillis());
        return post(new Rooms.Post(user, room, message, text, files), TRIES)
                .<Void>mapEmpty()
                .recover(failure -> {
                    notice(
                            sender,
                            "Message not sent: " + FailureException.of(failure).sentence());
                    return Future.succeededFuture();
                });
    }

    private Future<Rooms.Posted> post(Rooms.Post post, int tries) {
        return bus.ask(Rooms.POST, post)
                .recover(failure -> tries > 1 && FailureException.of(failure).failure() == Failure.UNAVAILABLE
                        ? post(post, tries - 1)
                        : Future.failedFuture(failure));
    }

    void notice(Peer to, String text) {
        to.reply(hall.format().notice(text));
    }

    /** The socket is closed; what it had sent before is still read. */
    void unreachable() {
        if (peer != null) {
            peer.close();
        }
        connection.hangUp();
    }

    /** Ends the session; completes when the services know. */
    Future<Void> left() {
        Peer leaving = peer;
        SessionId ending = session;
        if (leaving != null && ending != null) {
            leaving.close();
            hall.leave(ending, leaving);
        }
        Future<Void> detached = detach();
        if (!arrived) {
            return detached;
        }
        arrived = false;
        return Future.join(detached, bus.ask(Users.DEPART, new Users.Depart(id)))
                .<Void>mapEmpty()
                .onFailure(e -> log.warn("A closed connection still counts: {}", e.getMessage()));
    }

    private Future<Void> detach() {
        SessionId ending = session;
        session = null;
        return ending == null
                ? Future.succeededFuture()
                : bus.ask(Users.DETACH, new Users.Detach(ending, id, true)).mapEmpty();
    }
}
