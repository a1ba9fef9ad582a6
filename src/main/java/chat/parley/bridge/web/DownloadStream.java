package chat.parley.bridge.web;

import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import chat.parley.bus.OpenFile;
import chat.parley.model.FileId;
import io.netty.channel.ChannelOutboundBuffer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerConnection;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a range of a file: by the system itself where nothing has to be encrypted and the store hands the file over;
 * otherwise one chunk on its way to the socket while the next is read, and never more.
 */
final class DownloadStream {
    private static final Logger log = LoggerFactory.getLogger(DownloadStream.class);

    private static final Pattern READER_LEFT = Pattern.compile("Broken pipe|Connection reset|closed");

    private final Bus bus;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final FileId file;
    private final Promise<Void> sent = Promise.promise();
    private long at;
    private long left;
    private @Nullable Progress seen;

    /** How far the reader is: bytes handed to the connection, what it sends now, and how much of that left. */
    private record Progress(long at, int sending, long sent) {}

    DownloadStream(Bus bus, HttpServerRequest request, FileId file, ByteRange range) {
        this.bus = bus;
        this.request = request;
        this.response = request.response();
        this.file = file;
        this.at = range.first();
        this.left = range.length();
    }

    /**
     * Completes when the response ended, or the reader was gone before; the file is the caller's to close. Called on the
     * request's event loop.
     *
     * @param silence whoever reads nothing for so long is gone, and goes on by another connection
     */
    Future<Void> send(OpenFile open, Duration silence) {
        Vertx vertx = Vertx.currentContext().owner();
        long timer = vertx.setPeriodic(silence.toMillis(), due -> listen());
        sent.future().onComplete(done -> vertx.cancelTimer(timer));
        FileChannel channel = open.channel();
        if (channel != null && !request.isSSL() && left > 0) {
            response.sendFile(channel, at, left)
                    .onSuccess(all -> sent.complete())
                    .onFailure(this::stop);
        } else {
            next(read(), Future.succeededFuture());
        }
        return sent.future();
    }

    private void listen() {
        Progress now = progress();
        if (now.equals(seen)) {
            Cut.now(request);
        }
        seen = now;
    }

    private Progress progress() {
        ChannelOutboundBuffer sending = request.connection() instanceof HttpServerConnection connection
                ? connection.channelHandlerContext().channel().unsafe().outboundBuffer()
                : null;
        return sending == null
                ? new Progress(at, 0, 0)
                : new Progress(at, System.identityHashCode(sending.current()), sending.currentProgress());
    }

    private Future<Files.Chunk> read() {
        int length = (int) Math.min(left, Files.CHUNK);
        return length == 0
                ? Future.succeededFuture(new Files.Chunk(new Files.Bytes(new byte[0])))
                : bus.ask(Files.READ, new Files.Read(file, at, length));
    }

    private void next(Future<Files.Chunk> chunk, Future<Void> written) {
        Future.all(chunk, written)
                .onSuccess(both -> write(chunk.result().bytes().array()))
                .onFailure(this::stop);
    }

    private void write(byte[] bytes) {
        if (left == 0) {
            response.end().onComplete(ended -> sent.complete());
        } else if (bytes.length == 0) {
            stop(new IllegalStateException("The file is shorter than its row says"));
        } else {
            at += bytes.length;
            left -= bytes.length;
            Future<Void> writing = response.write(Buffer.buffer(bytes));
            next(read(), writing);
        }
    }

    /** The length was promised, so only a cut connection tells the reader that this is not all. */
    private void stop(Throwable cause) {
        if (cause instanceof ClosedChannelException
                || READER_LEFT.matcher(String.valueOf(cause.getMessage())).find()) {
            log.debug("Whoever downloaded {} left: {}", file, cause.getMessage());
        } else if (!response.closed()) {
            log.warn("The download of {} stopped before its end: {}", file, cause.toString());
            Cut.now(request);
        }
        sent.tryComplete();
    }
}
