package chat.parley.check;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The web door: WebSocket (RFC 6455) as a client speaks it, text messages in single frames. */
final class WebLink extends Link {
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x37, 0x11, 0x5a, 0x7e};

    private WebLink(Socket socket) throws IOException {
        super(socket);
    }

    static WebLink connect(int port, boolean narrow) throws IOException {
        WebLink link = new WebLink(dial(port, narrow));
        link.write(("GET /ws HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        String status = link.line();
        while (!link.line().isEmpty()) {
            // the headers say nothing that matters here
        }
        if (!status.contains(" 101 ")) {
            throw new IOException("No WebSocket: " + status);
        }
        return link;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    byte[] frame(byte[] message) {
        return frame(TEXT, message);
    }

    private static byte[] frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | 127)).putLong(payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        byte[] bytes = new byte[frame.position()];
        frame.flip().get(bytes);
        return bytes;
    }

    @Override
    byte @Nullable [] next() throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        while (true) {
            int head;
            byte[] payload;
            try {
                head = in.readUnsignedByte();
                payload = whole(length(in.readUnsignedByte()));
            } catch (EOFException end) {
                return null;
            }
            switch (head & 0x0f) {
                case CLOSE -> closed(payload);
                case PING -> write(frame(PONG, payload));
                case PONG -> {}
                default -> {
                    message.writeBytes(payload);
                    if ((head & FINAL) != 0) {
                        return message.toByteArray();
                    }
                }
            }
        }
    }

    private int length(int seven) throws IOException {
        return switch (seven) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> seven;
        };
    }

    /** Answers as the RFC asks, and reads on: that nothing follows is for the judge to see. */
    private void closed(byte[] payload) throws IOException {
        write(frame(CLOSE, payload));
    }
}
