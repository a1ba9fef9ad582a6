package chat.parley.check;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One connection of a client to a door down to its bytes, so that it can be cut within a frame and left unread. */
abstract class Link {
    private static final int CONNECT_MS = 5_000;
    private static final int NARROW_BYTES = 16 * 1024;

    private final Socket socket;
    private final OutputStream out;
    final DataInputStream in;

    Link(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    /** @param narrow whether the system takes little for a client that does not read */
    static Socket dial(int port, boolean narrow) throws IOException {
        Socket socket = new Socket();
        if (narrow) {
            socket.setReceiveBufferSize(NARROW_BYTES);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** One message as the bytes of a frame. */
    abstract byte[] frame(byte[] message);

    /** The next message; null when the server has closed. */
    abstract byte @Nullable [] next() throws IOException;

    final byte[] whole(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    final void send(String message) throws IOException {
        write(frame(message.getBytes(StandardCharsets.UTF_8)));
    }

    /** The first half of a frame, of which the rest will never come. */
    final void sendHalf(String message) throws IOException {
        byte[] frame = frame(message.getBytes(StandardCharsets.UTF_8));
        write(Arrays.copyOf(frame, frame.length / 2));
    }

    final synchronized void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    final @Nullable String receive() throws IOException {
        byte[] message = next();
        return message == null ? null : new String(message, StandardCharsets.UTF_8);
    }

    /** Ends without a goodbye, as a lost network does. */
    final void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it was lost before
        }
    }
}
