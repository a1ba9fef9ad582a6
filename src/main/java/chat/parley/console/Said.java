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

    /** A client counts what it does not know, and does not show it. */
    boolean isMessage() {
        return type.equals("message");
    }
}
