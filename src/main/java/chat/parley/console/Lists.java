package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How people, acts and times stand in lists. */
final class Lists {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);

    private Lists() {}

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(ZoneId.systemDefault()));
    }

    /** Somebody's role, display name, and whether they are here. */
    static String about(JsonNode user, String role) {
        List<String> parts = new ArrayList<>();
        parts.add(role);
        if (user.has("display")) {
            parts.add("\"" + Clean.line(user.path("display").asText()) + "\"");
        }
        if (user.path("online").asBoolean()) {
            parts.add(Clean.line(user.path("status").asText("online")));
        } else if (user.path("lastSeen").asLong() > 0) {
            parts.add("last seen " + time(user.path("lastSeen").asLong()));
        } else {
            parts.add("offline");
        }
        return String.join(", ", parts);
    }

    /** A line of an audit: who did what to whom. */
    static String act(JsonNode entry) {
        String by = entry.path("by").path("name").asText("the command line");
        String whom = entry.path("user").path("name").asText();
        String detail = entry.path("detail").asText();
        return Clean.line(by + ": " + entry.path("action").asText() + (whom.isEmpty() ? "" : " " + whom)
                + (detail.isEmpty() ? "" : " (" + detail + ")"));
    }
}
