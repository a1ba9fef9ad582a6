package chat.parley.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A legacy client on a plain blocking socket: speaks framed or bare tokens, one object at a time. */
public final class LegacyProbe implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    /** Version, time, IV, one block and MAC, as base64. */
    private static final int SHORTEST_TOKEN = 100;

    private static final Pattern BARE_START = Pattern.compile("gAAAAA");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final Deque<JsonNode> inbox = new ArrayDeque<>();
    private PlainFernet fernet = new PlainFernet(PlainFernet.KEY);
    private final StringBuilder bare = new StringBuilder();
    private String name = "";

    private LegacyProbe(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            in = new DataInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static LegacyProbe connect(int port) {
        return new LegacyProbe(port, 0);
    }

    /** One whose system takes little until it reads. */
    public static LegacyProbe narrow(int port) {
        return new LegacyProbe(port, 4096);
    }

    public LegacyProbe withKey(String key) {
        fernet = new PlainFernet(key);
        return this;
    }

    public ObjectNode object(String type) {
        return JSON.createObjectNode().put("type", type).put("sender", name).put("timestamp", "12:02:01");
    }

    /** Logs in; the names of the first list. */
    public String login(String as) {
        name = as;
        send(object("system").put("message", "login_request"));
        String list = next("system").get("message").asText();
        if (!list.startsWith("user_list:")) {
            throw new AssertionError("No user list but " + list);
        }
        return list.substring("user_list:".length());
    }

    public void say(String text) {
        send(object("public").put("message", text));
    }

    public void whisper(String receiver, String text) {
        send(object("private").put("receiver", receiver).put("message", text));
    }

    /** Uploads, and reads the answer. */
    public String upload(String file, byte[] bytes) {
        sendUpload(file, bytes);
        return notice("file");
    }

    public void sendUpload(String file, byte[] bytes) {
        send(object("file_upload")
                .put("filename", file)
                .put("file_data", Base64.getEncoder().encodeToString(bytes)));
    }

    public void announce(String id, String file, String receiver) {
        send(object("file")
                .put("message", file)
                .put("file_id", id)
                .put("file_size", 1)
                .put("receiver", receiver));
    }

    public void request(String id) {
        send(object("file_download_request").put("file_id", id));
    }

    /** The bytes of a file. */
    public byte[] download(String id) {
        request(id);
        return Base64.getDecoder().decode(next("file_download").get("file_data").asText());
    }

    public void send(JsonNode object) {
        sendText(object.toString());
    }

    public void sendText(String json) {
        raw(framed(json));
    }

    public byte[] framed(String json) {
        byte[] token = token(json);
        return ByteBuffer.allocate(4 + token.length)
                .putInt(token.length)
                .put(token)
                .array();
    }

    public byte[] token(String json) {
        return fernet.encrypt(json.getBytes(StandardCharsets.UTF_8));
    }

    public void raw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next object of a type; others wait for their own turn. */
    public JsonNode next(String type) {
        return next(type, any -> true);
    }

    public JsonNode next(String type, Predicate<JsonNode> wanted) {
        for (Iterator<JsonNode> waiting = inbox.iterator(); waiting.hasNext(); ) {
            JsonNode object = waiting.next();
            if (type.equals(object.get("type").asText()) && wanted.test(object)) {
                waiting.remove();
                return object;
            }
        }
        while (true) {
            JsonNode object = read();
            if (type.equals(object.get("type").asText()) && wanted.test(object)) {
                return object;
            }
            inbox.add(object);
        }
    }

    /** The text of the next public message. */
    public String heard() {
        return next("public").get("message").asText();
    }

    /** The next notice with this in it. */
    public String notice(String part) {
        return next(
                        "system",
                        object -> object.get("message")
                                .asText()
                                .toLowerCase(Locale.ROOT)
                                .contains(part.toLowerCase(Locale.ROOT)))
                .get("message")
                .asText();
    }

    /** What came and was not asked for yet. */
    public Deque<JsonNode> inbox() {
        return inbox;
    }

    /** The next framed object as it comes. */
    public JsonNode read() {
        return parse(readToken());
    }

    /** As {@link #read}; null when the connection has ended, in good order or not. */
    public @Nullable JsonNode readOrEnd() {
        try {
            return read();
        } catch (UncheckedIOException ended) {
            return null;
        }
    }

    public byte[] readToken() {
        try {
            byte[] token = new byte[in.readInt()];
            in.readFully(token);
            return token;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode parse(byte[] token) {
        try {
            return JSON.readTree(fernet.decrypt(token));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What one receive gives. */
    public byte[] receive() {
        try {
            byte[] room = new byte[65_536];
            int length = in.read(room);
            return length < 0 ? new byte[0] : java.util.Arrays.copyOf(room, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next bare object, collected until it is whole; one read may bring several tokens, or a part of one. */
    public JsonNode readBare() {
        while (true) {
            int end = BARE_START
                    .matcher(bare)
                    .results()
                    .mapToInt(MatchResult::start)
                    .filter(at -> at > 0)
                    .findFirst()
                    .orElse(bare.length());
            try {
                if (end >= SHORTEST_TOKEN) {
                    JsonNode object = parse(bare.substring(0, end).getBytes(StandardCharsets.US_ASCII));
                    bare.delete(0, end);
                    return object;
                }
            } catch (IllegalArgumentException | AssertionError incomplete) {
                // the rest of the token is on its way
            }
            byte[] more = receive();
            if (more.length == 0) {
                throw new AssertionError("Closed within a bare token");
            }
            bare.append(new String(more, StandardCharsets.US_ASCII));
        }
    }

    /** The next bare object of this type whose message is this; notices about others may come before it. */
    public JsonNode readBare(String type, String message) {
        while (true) {
            JsonNode object = readBare();
            if (type.equals(object.path("type").asText())
                    && message.equals(object.path("message").asText())) {
                return object;
            }
        }
    }

    /** Whether the server closes, whatever it still sends. */
    public boolean isClosedByServer() {
        try {
            while (true) {
                if (in.read(new byte[65_536]) < 0) {
                    return true;
                }
            }
        } catch (EOFException | SocketException closed) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the server closes although nothing it sent is read; found out by writing. */
    public boolean isCutOff() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try {
            while (System.nanoTime() < deadline) {
                socket.getOutputStream().write(0);
                Thread.sleep(50);
            }
            return false;
        } catch (IOException cut) {
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends what is queued, then the end of the stream; keeps reading. */
    public void hangUp() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
