package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A room of ours. {@code label} says who can read it, {@code labelReason} why; {@code invitedBy} is empty unless we are
 * only invited; {@code read} is how far we have read it on any device.
 */
public record RoomInfo(
        String id,
        String kind,
        String name,
        String label,
        String labelReason,
        long firstSequence,
        long lastSequence,
        String topic,
        String invitedBy,
        String role,
        long read,
        int unread,
        int mentions,
        boolean archived,
        boolean gone) {
    static RoomInfo of(JsonNode json) {
        return new RoomInfo(
                json.path("id").asText(),
                json.path("kind").asText(),
                Clean.line(json.path("name").asText()),
                Clean.line(json.path("label").asText()),
                json.path("labelReason").asText(),
                json.path("firstSequence").asLong(1),
                json.path("lastSequence").asLong(),
                Clean.line(json.path("topic").asText()),
                json.path("membership").asText().equals("invited")
                        ? Clean.line(json.path("invitedBy").path("name").asText("somebody"))
                        : "",
                json.path("role").asText(),
                json.path("read").asLong(),
                json.path("unread").asInt(),
                json.path("mentions").asInt(),
                json.path("archived").asBoolean(),
                json.path("peer").path("gone").asBoolean());
    }

    public boolean isDirect() {
        return kind.equals("direct");
    }

    /** Whether we are invited and not in it yet. */
    public boolean isInvitation() {
        return !invitedBy.isEmpty();
    }

    /** A person's name is told from a room's by its @. */
    public String title() {
        return isDirect() ? "@" + name : name;
    }

    /** Why the server can read it, for a person. */
    public String because() {
        return switch (labelReason) {
            case "PUBLIC" -> "the server can read it: everybody may come in";
            case "LEGACY_CLIENT" -> "the server can read it: a legacy client takes part";
            case "GUEST" -> "the server can read it: a guest takes part";
            default -> label.equals("open") ? "the server can read it" : "";
        };
    }
}
