package chat.parley.bench;

import io.netty.buffer.ByteBuf;

/** Where messages begin and end on a client's connection. No copies: a message is a range of the array it came in. */
interface Framing {
    interface Sink {
        void message(byte[] bytes, int from, int to);
    }

    /** Hands out the whole messages of a range; answers where the first unfinished one begins. */
    int split(byte[] bytes, int from, int to, Sink sink);

    /** Appends a message as a client sends it. */
    void frame(byte[] message, ByteBuf into);

    /** What a client sends before its first message, or nothing. */
    default String opening() {
        return "";
    }

    /** Whether messages may be sent: the opening was answered. */
    default boolean isOpen() {
        return true;
    }

    /** A 4-byte big-endian length in front of each message. */
    final class LengthFraming implements Framing {
        private static final int HEADER = 4;

        @Override
        public int split(byte[] bytes, int from, int to, Sink sink) {
            int at = from;
            while (to - at >= HEADER) {
                int end = at + HEADER + number(bytes, at, HEADER);
                if (end > to) {
                    break;
                }
                sink.message(bytes, at + HEADER, end);
                at = end;
            }
            return at;
        }

        @Override
        public void frame(byte[] message, ByteBuf into) {
            into.writeInt(message.length).writeBytes(message);
        }
    }

    /** RFC 6455, after the answer to its opening request. Other frames than text are skipped. */
    final class WebFraming implements Framing {
        private static final int FINAL_TEXT = 0x81;
        private static final int MASKED = 0x80;
        private static final int TWO_BYTES = 126;
        private static final int EIGHT_BYTES = 127;

        private boolean open;

        @Override
        public String opening() {
            return String.join(
                    "\r\n",
                    "GET /ws HTTP/1.1",
                    "Host: localhost",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                    "\r\n");
        }

        @Override
        public int split(byte[] bytes, int from, int to, Sink sink) {
            int at = from;
            if (!open) {
                at = afterAnswer(bytes, from, to);
                open = at > from;
            }
            while (open && to - at >= 2) {
                int length = bytes[at + 1] & 0x7f;
                int header = length == TWO_BYTES ? 4 : length == EIGHT_BYTES ? 10 : 2;
                if (to - at < header) {
                    break;
                }
                if (header > 2) {
                    length = header == 4 ? number(bytes, at + 2, 2) : number(bytes, at + 6, 4);
                }
                int end = at + header + length;
                if (end > to) {
                    break;
                }
                if ((bytes[at] & 0xff) == FINAL_TEXT) {
                    sink.message(bytes, at + header, end);
                }
                at = end;
            }
            return at;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        private static int afterAnswer(byte[] bytes, int from, int to) {
            for (int at = from; at + 4 <= to; at++) {
                if (bytes[at] == '\r' && bytes[at + 1] == '\n' && bytes[at + 2] == '\r' && bytes[at + 3] == '\n') {
                    return at + 4;
                }
            }
            return from;
        }

        /** Masked with zeros, which leaves the payload as it is. */
        @Override
        public void frame(byte[] message, ByteBuf into) {
            into.writeByte(FINAL_TEXT);
            if (message.length < TWO_BYTES) {
                into.writeByte(MASKED | message.length);
            } else {
                into.writeByte(MASKED | TWO_BYTES).writeShort(message.length);
            }
            into.writeInt(0).writeBytes(message);
        }
    }

    private static int number(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }
}
