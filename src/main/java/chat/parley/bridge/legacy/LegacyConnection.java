package chat.parley.bridge.legacy;

import chat.parley.bridge.Outlet;
import chat.parley.crypto.BadTokenException;
import chat.parley.crypto.Fernet;
import chat.parley.crypto.FernetDecryption;
import chat.parley.model.ConnectionId;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the legacy door: reads a token at a time and, unless it is a mere message, has it answered before it reads
 * on, so that a file waits at the client's side while the store is busy. What breaks the protocol closes it, with one line in the event log.
 */
final class LegacyConnection {
    private static final Logger log = LoggerFactory.getLogger(LegacyConnection.class);
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    /** A log-in is short; until then nobody gets us to keep more. */
    private static final int MAX_FIRST_FRAME = 16 * 1024;

    /** An object without its file. */
    private static final int MAX_OBJECT = 256 * 1024;

    private final Hall hall;
    private final NetSocket socket;
    private final String address;
    private final Outlet outlet;
    private final Commands commands;
    private final FrameSplitter frames = new FrameSplitter(MAX_FIRST_FRAME);
    private ByteBuffer input = ByteBuffer.allocate(0);
    private boolean fetched;
    private boolean running;
    private boolean busy;
    private boolean closed;
    private long heard = System.nanoTime();
    private long loginTimer;
    private @Nullable Reading reading;
    private @Nullable Promise<Void> finishing;

    /** A framed token that is being read. */
    private record Reading(
            FernetDecryption token,
            JsonSplicer object,
            @Nullable Upload upload) {}

    LegacyConnection(Hall hall, NetSocket socket, ConnectionId id) {
        this.hall = hall;
        this.socket = socket;
        this.address = socket.remoteAddress().hostAddress();
        ChannelHandlerContext context = ((NetSocketInternal) socket).channelHandlerContext();
        this.outlet = Outlet.install(
                context, context, hall.turn(), hall.limits().queue().toInt());
        this.commands = new Commands(hall, this, id, address);
    }

    Outlet outlet() {
        return outlet;
    }

    void open() {
        socket.handler(this::read);
        socket.endHandler(ended -> left());
        socket.closeHandler(closing -> commands.unreachable());
        socket.exceptionHandler(e -> log.debug("{} failed: {}", address, e.getMessage()));
        loginTimer = hall.vertx().setTimer(hall.limits().loginTime().toMillis(), timer -> {
            if (!commands.isLoggedIn() && !closed) {
                refuse("no log-in within " + hall.limits().loginTime().toSeconds() + " s");
            }
        });
        fetch();
    }

    private void fetch() {
        fetched = true;
        socket.fetch(1);
    }

    private void read(Buffer buffer) {
        fetched = false;
        heard = System.nanoTime();
        input = ByteBuffer.wrap(buffer.getBytes());
        run();
    }

    /** Goes on until the input is used up or something has to be waited for. */
    private void run() {
        if (running) {
            return;
        }
        running = true;
        while (!closed && !busy && !fetched && finishing == null) {
            try {
                step();
            } catch (BadFrameException e) {
                refuse(String.valueOf(e.getMessage()));
            } catch (BadTokenException e) {
                refuse("a bad token: " + e.getMessage());
            }
        }
        running = false;
    }

    private void step() throws BadFrameException, BadTokenException {
        FrameSplitter.Part part = frames.next(input);
        if (part instanceof FrameSplitter.Piece piece) {
            await(framed(piece));
        } else if (part instanceof FrameSplitter.Bare bare) {
            commands.speaks(true);
            await(whole(hall.format().fernet().decrypt(bytes(bare.token()))));
        } else {
            ByteBuffer unfinished = frames.unfinished();
            byte[] plaintext = unfinished == null ? null : authentic(bytes(unfinished));
            if (plaintext == null) {
                fetch();
            } else {
                frames.endUnfinished();
                commands.speaks(true);
                await(whole(plaintext));
            }
        }
    }

    private void await(Future<Void> answer) {
        if (answer.isComplete()) {
            failed(answer);
            return;
        }
        busy = true;
        answer.onComplete(done -> {
            busy = false;
            failed(answer);
            if (finishing == null) {
                run();
            } else {
                finishing.tryComplete();
            }
        });
    }

    /** Expected failures were answered; what is left is a defect, or a download that broke off within its frame. */
    private void failed(Future<Void> answer) {
        if (answer.failed()) {
            broke(answer.cause());
        }
    }

    void broke(Throwable cause) {
        if (!closed) {
            log.warn("Closing {}: {}", address, cause.getMessage());
            close();
        }
    }

    private Future<Void> framed(FrameSplitter.Piece piece) throws BadTokenException {
        commands.speaks(false);
        Reading current = reading;
        if (current == null) {
            Upload upload = commands.newUpload();
            current = new Reading(hall.format().fernet().decryption(), splicer(upload), upload);
            reading = current;
        }
        byte[] token = bytes(piece.bytes());
        current.object().update(current.token().update(token, 0, token.length));
        if (piece.last()) {
            current.object().update(current.token().finish());
            reading = null;
            return object(current.object(), current.upload());
        }
        Upload upload = current.upload();
        return upload == null ? Future.succeededFuture() : upload.settle();
    }

    private Future<Void> whole(byte[] plaintext) {
        Upload upload = commands.newUpload();
        JsonSplicer object = splicer(upload);
        object.update(plaintext);
        return object(object, upload);
    }

    private Future<Void> object(JsonSplicer spliced, @Nullable Upload upload) {
        ObjectNode object = spliced.finish();
        if (object == null && !commands.isLoggedIn()) {
            refuse("its first token is no JSON object");
            return Future.succeededFuture();
        }
        Upload file = spliced.hasData() ? upload : null;
        if (object == null) {
            return commands.unreadable(spliced.isTooLong() ? MAX_OBJECT : 0, file);
        }
        return commands.take(LegacyMessage.of(object), file);
    }

    private static JsonSplicer splicer(@Nullable Upload upload) {
        return new JsonSplicer(MAX_OBJECT, upload == null ? JsonSplicer.NO_DATA : upload);
    }

    /** Trying costs an HMAC over all of it, so only what has the length of a token is tried. */
    private byte @Nullable [] authentic(byte[] token) {
        if (!Fernet.hasTokenLength(token)) {
            return null;
        }
        try {
            return hall.format().fernet().decrypt(token);
        } catch (BadTokenException e) {
            return null;
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** From now on uploads are taken. */
    void allow(long frame) {
        hall.vertx().cancelTimer(loginTimer);
        frames.allow(frame);
    }

    /** Half a token and then silence for so long. */
    void sweep(long now) {
        if (!closed
                && !busy
                && frames.isWithin()
                && now - heard > hall.limits().idleTime().toNanos()) {
            refuse("silent in the middle of a token");
        }
    }

    void refuse(String reason) {
        events.info("refused LEGACY from {}: {}", address, reason);
        close();
    }

    /** Reads nothing more; completes when what was read is answered. */
    Future<Void> finish() {
        Promise<Void> answered = Promise.promise();
        finishing = answered;
        if (closed || !busy) {
            answered.complete();
        }
        return answered.future().compose(done -> commands.settled());
    }

    /** Closes after what is queued was written. */
    Future<Void> end() {
        Future<Void> told = left();
        outlet.end();
        return told;
    }

    /** The socket is closed at the other side: what it sent before that is still read, so that nothing of it is lost. */
    void hangUp() {
        log.debug("{} hung up", address);
    }

    private void close() {
        left();
        outlet.end();
    }

    private Future<Void> left() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        hall.vertx().cancelTimer(loginTimer);
        discardInput(socket);
        Reading unfinished = reading;
        reading = null;
        Future<Void> clean = unfinished == null || unfinished.upload() == null
                ? Future.succeededFuture()
                : unfinished.upload().abort();
        hall.closed(this);
        return Future.join(clean, commands.left()).mapEmpty();
    }

    /** Reads on for nothing: what waits in a paused socket when it closes would keep its memory for ever. */
    static void discardInput(NetSocket socket) {
        socket.handler(ignored -> {}).resume();
    }

    boolean isClosed() {
        return closed;
    }
}
