package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens in a room besides messages, in words. */
final class Retelling {
    private final Recent recent;

    Retelling(Recent recent) {
        this.recent = recent;
    }

    /** Nothing for what this client does not know: it counts, and is not shown. */
    Optional<String> of(Said said) {
        String who = said.sender().name();
        return switch (said.type()) {
            case "edit" ->
                Optional.of(who + " changed #" + said.target() + (said.text().isEmpty() ? "" : " to: " + said.text()));
            case "delete" -> Optional.of(who + " deleted " + whose(said) + "#" + said.target());
            case "react" ->
                Optional.of(who
                        + (said.isOn() ? " gave " : " took back ")
                        + said.word("emoji")
                        + (said.isOn() ? " to " : " from ")
                        + target(said));
            case "pin" -> Optional.of(who + (said.isOn() ? " pinned " : " unpinned ") + target(said));
            case "created" -> Optional.of(who + " made this room");
            case "rename" -> Optional.of(who + " renamed the room to " + said.word("name"));
            case "topic" ->
                Optional.of(
                        said.word("topic").isEmpty()
                                ? who + " removed the topic"
                                : who + " set the topic: " + said.word("topic"));
            case "settings" -> Optional.of(who + " changed the room: " + settings(said.json()));
            case "member" -> Optional.of(member(said) + reason(said));
            case "mute" -> Optional.of(mute(said) + reason(said));
            case "role" -> Optional.of(who + " made " + said.about().name() + " " + said.word("role"));
            default -> Optional.empty();
        };
    }

    private String target(Said said) {
        return recent.quoted(said.room(), said.target());
    }

    private String whose(Said said) {
        return recent.find(said.room(), said.target())
                .filter(message -> !message.sender().id().equals(said.sender().id()))
                .map(message -> message.sender().name() + "'s ")
                .orElse("");
    }

    private static String reason(Said said) {
        return said.word("reason").isEmpty() ? "" : ": " + said.word("reason");
    }

    private static String member(Said said) {
        String who = said.sender().name();
        String whom = said.about().name();
        return switch (said.word("change")) {
            case "joined" -> whom + " joined";
            case "left" -> whom + " left the room";
            case "invited" -> who + " invited " + whom;
            case "declined" -> whom + " declined the invitation";
            case "kicked" -> who + " removed " + whom;
            case "banned" -> who + " banned " + whom;
            case "unbanned" -> who + " lets " + whom + " come back";
            default -> whom + ": " + said.word("change");
        };
    }

    private static String mute(Said said) {
        long until = said.json().path("until").asLong();
        String whom = said.about().name();
        return said.sender().name()
                + (until == 0 ? " lets " + whom + " talk again" : " muted " + whom + " until " + Lists.time(until));
    }

    private static String settings(JsonNode entry) {
        List<String> parts = new ArrayList<>();
        if (entry.has("history")) {
            boolean all = entry.path("history").asText().equals("all");
            parts.add(all ? "members read everything" : "members read what came after they joined");
        }
        if (entry.has("retentionDays")) {
            int days = entry.path("retentionDays").asInt();
            parts.add(days == 0 ? "kept for ever" : "kept for " + days + (days == 1 ? " day" : " days"));
        }
        if (entry.has("archived")) {
            parts.add(entry.path("archived").asBoolean() ? "archived, it can only be read" : "no longer archived");
        }
        return String.join(", ", parts);
    }

    /** Why a room is ours no more; nothing when we left it ourselves here. */
    static String left(String title, JsonNode how) {
        String by = Clean.line(how.path("by").path("name").asText("somebody"));
        String reason = Clean.line(how.path("reason").asText());
        String because = reason.isEmpty() ? "." : ": " + reason;
        return switch (how.path("change").asText()) {
            case "kicked" -> by + " removed you from " + title + because;
            case "banned" -> by + " banned you from " + title + because;
            case "declined" -> "The invitation to " + title + " is declined.";
            default -> "You left " + title + because;
        };
    }
}
