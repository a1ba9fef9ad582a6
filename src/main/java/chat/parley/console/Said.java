package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** An entry of a room. {@code json} is what came; names and texts beside it are harmless for a terminal. */
public record Said(
        String room,
        long seq,
        long time,
        Person sender,
        String type,
        String id,
        String text,
        List<Attachment> files,
        JsonNode json) {
    /** A file that hangs on a message; its name is what its uploader claims. */
    public record Attachment(String id, String name, long size) {}

    public Said {
        files = List.copyOf(files);
    }

    static Said of(JsonNode json) {
        return new Said(
                json.path("room").asText(),
                json.path("seq").asLong(),
                json.path("time").asLong(),
                Person.of(json.path("sender")),
                json.path("type").asText(),
                json.path("id").asText(),
                Clean.text(json.path("text").asText()),
                StreamSupport.stream(json.path("files").spliterator(), false)
                        .map(file -> new Attachment(
                                file.path("id").asText(),
                                Clean.line(file.path("name").asText()),
                                file.path("size").asLong()))
                        .toList(),
                json);
    }

    /** The same message with another text. */
    Said saying(String other) {
        return new Said(room, seq, time, sender, type, id, other, files, json);
    }

    /** The number of the message that this changes. */
    long target() {
        return json.path("target").asLong();
    }

    boolean isOn() {
        return json.path("on").asBoolean();
    }

    /** Whom it is about. */
    Person about() {
        return Person.of(json.path("user"));
    }

    /** A field on one line, harmless for a terminal. */
    String word(String field) {
        return Clean.line(json.path(field).asText());
    }

    boolean mentions(String user) {
        return json.path("mentionsRoom").asBoolean()
                || StreamSupport.stream(json.path("mentions").spliterator(), false)
                        .anyMatch(each -> each.asText().equals(user));
    }

    /** Whether it changes a message, which shows the change by itself when it is read later. */
    boolean isChange() {
        return switch (type) {
            case "edit", "delete", "react", "pin" -> true;
            default -> false;
        };
    }

    /** A client counts what it does not know, and does not show it. */
    boolean isMessage() {
        return type.equals("message");
    }
}
