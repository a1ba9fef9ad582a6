package chat.parley.check;

import chat.parley.support.PlainFernet;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The legacy door: a length before each Fernet token. */
final class LegacyLink extends Link {
    private final PlainFernet fernet = new PlainFernet(PlainFernet.KEY);

    private LegacyLink(Socket socket) throws IOException {
        super(socket);
    }

    static LegacyLink connect(int port, boolean narrow) throws IOException {
        return new LegacyLink(dial(port, narrow));
    }

    @Override
    synchronized byte[] frame(byte[] message) {
        byte[] token = fernet.encrypt(message);
        return ByteBuffer.allocate(4 + token.length)
                .putInt(token.length)
                .put(token)
                .array();
    }

    @Override
    byte @Nullable [] next() throws IOException {
        try {
            return fernet.decrypt(whole(in.readInt()));
        } catch (EOFException end) {
            return null;
        }
    }
}
