package chat.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The client protocol. Entries are read by their bytes; everything else, which is rare, by a JSON parser. */
final class RpcSpeech implements Speech {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] ENTRY = ascii("{\"jsonrpc\":\"2.0\",\"method\":\"entry\",\"params\":{\"room\":\"");
    private static final byte[] SEQUENCE = ascii("\",\"seq\":");
    private static final byte[] TEXT = ascii(",\"text\":\"");
    private static final byte[] NOTICE = ascii("{\"jsonrpc\":\"2.0\",\"method\":");
    private static final byte[] POSTED = ascii("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":");
    private static final int ROOM_LENGTH = 26;
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private final String name;
    private final Map<Integer, Consumer<JsonNode>> answers = new HashMap<>(4);
    private int lastId;

    RpcSpeech(String name) {
        this.name = name;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void begin(Client client) {
        ask(client, "hello", "{\"protocol\":1,\"client\":\"bench\"}", hello -> {});
        ask(client, "login", "{\"guest\":\"" + name + "\"}", login -> follow(client, Traffic.LOBBY, client::ready));
    }

    /** From the present end of a room on. */
    void follow(Client client, String room, Runnable then) {
        ask(client, "rooms.resume", "{\"rooms\":{\"" + room + "\":null}}", resumed -> {
            client.sequence = resumed.path("rooms").path(room).path("from").asLong();
            then.run();
        });
    }

    void ask(Client client, String method, String params, Consumer<JsonNode> then) {
        int id = ++lastId;
        answers.put(id, then);
        client.write(ascii(
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}"));
        client.flush();
    }

    @Override
    public void heard(Client client, byte[] bytes, int from, int to) {
        if (isAt(ENTRY, bytes, from, to)) {
            entry(client, bytes, from + ENTRY.length, to);
        } else if (!isAt(NOTICE, bytes, from, to) && !isAt(POSTED, bytes, from, to)) {
            answer(client, bytes, from, to);
        }
    }

    private static void entry(Client client, byte[] bytes, int room, int to) {
        Traffic traffic = client.traffic;
        if (traffic == null) {
            return; // before there is traffic nobody counts what is said
        }
        if (!isAt(traffic.roomBytes, bytes, room, to)) {
            client.fail("An entry of a room that nobody talks in");
            return;
        }
        int at = room + ROOM_LENGTH;
        if (!isAt(SEQUENCE, bytes, at, to)) {
            client.fail("An entry without its sequence number");
            return;
        }
        at += SEQUENCE.length;
        long sequence = 0;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            sequence = sequence * 10 + bytes[at++] - '0';
        }
        while (at < to && !(bytes[at] == ',' && isAt(TEXT, bytes, at, to))) {
            at++;
        }
        if (sequence != client.sequence + 1) {
            client.fail("Entry " + sequence + " came after " + client.sequence);
            return;
        }
        client.sequence = sequence;
        traffic.delivered(client, bytes, at + TEXT.length, to);
    }

    private void answer(Client client, byte[] bytes, int from, int to) {
        try {
            JsonNode answer = JSON.readTree(bytes, from, to - from);
            Consumer<JsonNode> then = answers.remove(answer.path("id").asInt());
            if (answer.has("error") || then == null) {
                client.fail("The server says: " + answer);
                return;
            }
            then.accept(answer.path("result"));
        } catch (IOException e) {
            client.fail("Not JSON: " + e.getMessage());
        }
    }

    private static boolean isAt(byte[] wanted, byte[] bytes, int at, int to) {
        return at + wanted.length <= to && Arrays.equals(wanted, 0, wanted.length, bytes, at, at + wanted.length);
    }

    @Override
    public byte[] message(String room, long number, int textBytes) {
        return ascii("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"messages.send\",\"params\":{\"room\":\"" + room
                + "\",\"id\":\"" + ulid(number) + "\",\"text\":\"" + Traffic.text(number, textBytes) + "\"}}");
    }

    static String ulid(long number) {
        char[] id = new char[26];
        Arrays.fill(id, '0');
        long rest = number;
        for (int i = 25; rest > 0; i--) {
            id[i] = CROCKFORD[(int) (rest & 31)];
            rest >>>= 5;
        }
        return new String(id);
    }
}
