package chat.parley.bridge.legacy;

import chat.parley.model.FileRef;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;

/** The JSON objects that legacy clients are sent, in ASCII. Pure. */
final class Wording {
    private static final String SERVER = "server";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
            .build();

    private final ZoneId zone;

    Wording(ZoneId zone) {
        this.zone = zone;
    }

    /** Text in which no half of a surrogate pair stands alone: printing that ends a Python client. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                i++;
            } else {
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            }
        }
        return text;
    }

    byte[] notice(String text) {
        return bytes(object("system", SERVER, System.currentTimeMillis(), text));
    }

    byte[] rejected() {
        return notice("username_rejected");
    }

    byte[] userList(Collection<String> names) {
        return notice("user_list:" + String.join(",", names));
    }

    byte[] publicMessage(String sender, long time, String text) {
        return bytes(object("public", sender, time, text));
    }

    byte[] privateMessage(String sender, String receiver, long time, String text) {
        return bytes(object("private", sender, time, text).put("receiver", receiver));
    }

    /** {@code receiver} is empty for the lobby. */
    byte[] file(String sender, String receiver, long time, FileRef file, String id) {
        return bytes(object("file", sender, time, FileNames.plain(file.name()))
                .put("file_id", id)
                .put("file_size", file.size())
                .put("receiver", receiver));
    }

    /** A download up to where its base64 begins; {@link #DOWNLOAD_END} follows that. */
    byte[] downloadStart(FileRef file, String id) {
        ObjectNode object = object("file_download", SERVER, System.currentTimeMillis(), FileNames.plain(file.name()))
                .put("file_id", id)
                .put("file_size", file.size())
                .put("file_data", "");
        byte[] whole = bytes(object);
        byte[] start = new byte[whole.length - DOWNLOAD_END.length];
        System.arraycopy(whole, 0, start, 0, start.length);
        return start;
    }

    static final byte[] DOWNLOAD_END = "\"}".getBytes(StandardCharsets.US_ASCII);

    private ObjectNode object(String type, String sender, long time, String text) {
        return JSON.createObjectNode()
                .put("type", type)
                .put("sender", sender)
                .put("timestamp", TIME.format(Instant.ofEpochMilli(time).atZone(zone)))
                .put("message", wellFormed(text));
    }

    private static byte[] bytes(ObjectNode object) {
        try {
            return JSON.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings and numbers can be written", e);
        }
    }
}
