package chat.parley.bench;

import chat.parley.support.PlainFernet;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The legacy protocol. A token is decrypted and read by the first client that it reaches; the others compare theirs
 * with it, byte by byte.
 */
final class LegacySpeech implements Speech {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final PlainFernet FERNET = new PlainFernet(PlainFernet.KEY);

    private final String name;
    private boolean ready;

    LegacySpeech(String name) {
        this.name = name;
    }

    @Override
    public void begin(Client client) {
        client.write(object("system", "login_request"));
    }

    @Override
    public void heard(Client client, byte[] bytes, int from, int to) {
        if (!ready) {
            ready = true;
            client.ready();
            return;
        }
        Traffic traffic = client.traffic;
        if (traffic == null) {
            return; // who else comes in
        }
        byte[] known = traffic.token(client.expected);
        if (known.length == to - from && Arrays.equals(known, 0, known.length, bytes, from, to)) {
            traffic.counted(client);
            return;
        }
        byte[] token = Arrays.copyOfRange(bytes, from, to);
        try {
            JsonNode object = JSON.readTree(FERNET.decrypt(token));
            if (object.path("type").asText().equals("public")) {
                byte[] text = object.path("message").asText().getBytes(StandardCharsets.US_ASCII);
                traffic.remember(client.expected, token);
                traffic.delivered(client, text, 0, text.length);
            }
        } catch (IOException e) {
            client.fail("Not JSON: " + e.getMessage());
        }
    }

    @Override
    public byte[] message(String room, long number, int textBytes) {
        return object("public", Traffic.text(number, textBytes));
    }

    private byte[] object(String type, String message) {
        return FERNET.encrypt(("{\"type\":\"" + type + "\",\"sender\":\"" + name
                        + "\",\"timestamp\":\"12:02:01\",\"message\":\"" + message + "\"}")
                .getBytes(StandardCharsets.US_ASCII));
    }
}
