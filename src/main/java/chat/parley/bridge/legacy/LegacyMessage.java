package chat.parley.bridge.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One object from a legacy client. What is absent, or no string, is empty. {@code sender} counts at the log-in only. */
record LegacyMessage(
        String type, String sender, String message, String receiver, String filename, String timestamp, String fileId) {

    static LegacyMessage of(ObjectNode object) {
        return new LegacyMessage(
                text(object, "type"),
                text(object, "sender"),
                text(object, "message"),
                text(object, "receiver"),
                text(object, "filename"),
                text(object, "timestamp"),
                text(object, "file_id"));
    }

    private static String text(ObjectNode object, String member) {
        JsonNode value = object.get(member);
        return value != null && value.isTextual() ? Wording.wellFormed(value.textValue()) : "";
    }

    boolean isSystem(String what) {
        return type.equals("system") && message.equals(what);
    }

    /** What legacy clients call the file of this upload. */
    String uploadAlias() {
        return timestamp.replace(':', '-') + "_" + filename;
    }
}
