package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;

/** Somebody, as the server tells of them. */
public record Person(String id, String name, String kind, boolean online) {
    static Person of(JsonNode json) {
        return new Person(
                json.path("id").asText(),
                Clean.line(json.path("name").asText()),
                Clean.line(json.path("kind").asText()),
                json.path("online").asBoolean());
    }
}
