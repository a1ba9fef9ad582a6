package chat.parley.bridge.legacy;

import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import chat.parley.crypto.Fernet;
import chat.parley.crypto.FernetEncryption;
import chat.parley.model.FileRef;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Arrays;
import java.util.Base64;

/**
 * One file on its way to a client, read, encoded and encrypted a chunk at a time, as fast as the client takes it. Its
 * length is known beforehand, so the frame's header goes first.
 */
final class Download {
    private final Bus bus;
    private final Peer peer;
    private final FileRef file;
    private final FernetEncryption token;
    private final byte[] start;
    private final Promise<Void> done = Promise.promise();
    private long offset;

    /** Up to two bytes that are no whole group of base64 yet. */
    private byte[] rest = {};

    /** @param id as the client asked for it */
    Download(Bus bus, Peer peer, LegacyFormat format, FileRef file, String id) {
        this.bus = bus;
        this.peer = peer;
        this.file = file;
        this.token = format.fernet().encryption();
        this.start = format.wording().downloadStart(file, id);
    }

    /** Completes when all of it is queued; fails when it broke off within, and then the connection is of no use any more. */
    Future<Void> run() {
        peer.hold();
        if (!peer.isBare()) {
            long base64 = (file.size() + 2) / 3 * 4;
            long length = Fernet.tokenLength(start.length + base64 + Wording.DOWNLOAD_END.length);
            peer.outlet().write(Unpooled.buffer(LegacyFormat.HEADER).writeInt((int) length));
        }
        write(start);
        next();
        return done.future().onSuccess(all -> peer.release());
    }

    private void next() {
        if (offset == file.size()) {
            write(Base64.getEncoder().encode(rest));
            write(Wording.DOWNLOAD_END);
            peer.outlet().write(Unpooled.wrappedBuffer(token.finish()));
            done.complete();
            return;
        }
        peer.room()
                .compose(room -> bus.ask(Files.READ, new Files.Read(file.id(), offset, Files.CHUNK)))
                .onSuccess(chunk -> chunk(chunk.bytes().array()))
                .onFailure(done::fail);
    }

    private void chunk(byte[] bytes) {
        if (peer.isClosed() || bytes.length == 0 || offset + bytes.length > file.size()) {
            done.fail("The file ended, or the client left.");
            return;
        }
        offset += bytes.length;
        byte[] joined = Arrays.copyOf(rest, rest.length + bytes.length);
        System.arraycopy(bytes, 0, joined, rest.length, bytes.length);
        int whole = joined.length / 3 * 3;
        rest = Arrays.copyOfRange(joined, whole, joined.length);
        write(Base64.getEncoder().encode(Arrays.copyOf(joined, whole)));
        next();
    }

    private void write(byte[] json) {
        peer.outlet().write(Unpooled.wrappedBuffer(token.update(json, 0, json.length)));
    }
}
