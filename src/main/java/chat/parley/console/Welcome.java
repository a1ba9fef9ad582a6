package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** What hello and login told. */
public record Welcome(
        Person me,
        String token,
        List<RoomInfo> rooms,
        String server,
        String filesUrl,
        String filesAuthority,
        long idleSeconds,
        int historyPage) {
    public Welcome {
        rooms = List.copyOf(rooms);
    }

    static Welcome of(JsonNode hello, JsonNode login) {
        JsonNode limits = hello.path("limits");
        return new Welcome(
                Person.of(login.path("user")),
                login.path("token").asText(),
                StreamSupport.stream(login.path("rooms").spliterator(), false)
                        .map(RoomInfo::of)
                        .toList(),
                Clean.line(hello.path("server").asText()),
                hello.path("filesUrl").asText(),
                hello.path("filesAuthority").asText(),
                limits.path("idleSeconds").asLong(120),
                limits.path("historyPage").asInt(50));
    }
}
