package chat.parley.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A connection for a while, which records everything that it is told of. */
final class Visit {
    final Rpc rpc;
    final String user;
    final String token;
    final String session;
    final JsonNode login;
    private final Site site;
    private final Map<String, Recorder.OpenStream> streams = new ConcurrentHashMap<>();

    /** @param credentials as {@code login} takes them, or {@code register} when there is an invitation */
    Visit(Site site, String name, DoorKind door, Map<String, String> credentials) throws IOException, Refused {
        this.site = site;
        rpc = new Rpc(site.dial(door, false), this::notified);
        try {
            rpc.call("hello", Map.of("protocol", 1, "client", "check/1"));
            login = rpc.call(credentials.containsKey("invite") ? "register" : "login", credentials);
        } catch (IOException | Refused e) {
            rpc.cut();
            throw e;
        }
        user = login.path("user").path("id").asText();
        session = login.path("session").asText();
        token = login.path("token").asText();
        site.recorder.user(user, name);
        site.recorder.member(user, History.LOBBY, 1, History.FOREVER);
    }

    /** Another connection of a client's session, at the other door. */
    static Visit alongside(Site site, Chatter client) throws IOException, Refused {
        DoorKind other = client.door == DoorKind.WEB ? DoorKind.NATIVE : DoorKind.WEB;
        return new Visit(
                site, client.name, other, Map.of("token", client.identity().token()));
    }

    /** Everything after a number; null: from the present end. */
    void follow(String room, @Nullable Long after) throws IOException, Refused {
        Recorder.OpenStream stream = site.recorder.open(user, session, room, after);
        streams.put(room, stream);
        Map<String, Object> rooms = new HashMap<>();
        rooms.put(room, after);
        JsonNode range =
                rpc.call("rooms.resume", Map.of("rooms", rooms)).path("rooms").path(room);
        stream.startsAfter(range.path("from").asLong());
    }

    private void notified(String method, JsonNode params) {
        if (method.equals("entry")) {
            streams.computeIfAbsent(params.path("room").asText(), room -> site.recorder.open(user, session, room, null))
                    .received(Chatter.entry(params));
        } else if (method.equals("room")
                && params.path("kind").asText().equals("private")
                && params.path("membership").asText().equals("joined")) {
            site.recorder.listed(user, params.path("id").asText());
        }
    }

    /** Says something that has to be nowhere, since it is refused, or sent by a session that is over. */
    void sayInVain(String room, String label) {
        site.recorder.sending(user, room, label, false);
        site.recorder.refused(label);
        try {
            rpc.call("messages.send", Sendings.params(room, label));
        } catch (IOException | Refused e) {
            // as it is to be; whether it is stored all the same, the journal tells
        }
    }

    /** What was on its way to it has come before the answer to the ping, if it is not closed as it is to be. */
    void pingAndCut() {
        try {
            rpc.call("ping", Map.of());
        } catch (IOException | Refused e) {
            // as it is to be
        }
        rpc.cut();
    }

    void logout() throws IOException, Refused {
        rpc.call("logout", Map.of());
        rpc.cut();
    }
}
