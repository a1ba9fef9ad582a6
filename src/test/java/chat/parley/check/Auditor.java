package chat.parley.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads everything back from a server that was started anew: the lobby as a stranger, the rest as their members. */
final class Auditor {
    private static final int PAGE = 200;

    private final Site site;
    private final HttpClient http = HttpClient.newHttpClient();
    private int entries;
    private int files;

    Auditor(Site site) {
        this.site = site;
    }

    int entries() {
        return entries;
    }

    int files() {
        return files;
    }

    void read(Crowd crowd) throws IOException, Refused {
        Rpc stranger = greeted();
        JsonNode login = stranger.call("login", Map.of("guest", "auditor"));
        String me = login.path("user").path("id").asText();
        site.recorder.user(me, "auditor");
        site.recorder.member(me, History.LOBBY, 1, History.FOREVER);
        readRoom(stranger, me, History.LOBBY, true);
        stranger.call("logout", Map.of());
        for (Chatter guest : crowd.presentGuests()) {
            Rpc member = new Rpc(site.dial(guest.door, false), (method, params) -> {});
            JsonNode rooms = guest.identity().enter(member, guest.random).path("rooms");
            for (JsonNode room : rooms) {
                if (!room.path("kind").asText().equals("lobby")
                        && room.path("membership").asText().equals("joined")) {
                    readRoom(member, guest.userId, room.path("id").asText(), false);
                }
            }
            member.cut();
        }
    }

    private Rpc greeted() throws IOException, Refused {
        Rpc rpc = new Rpc(site.dial(DoorKind.WEB, false), (method, params) -> {});
        rpc.call("hello", Map.of("protocol", 1, "client", "check/1"));
        return rpc;
    }

    /** All that the reader may read of it. */
    void readRoom(Rpc rpc, String reader, String room, boolean withFiles) throws IOException, Refused {
        Recorder.OpenStream stream = site.recorder.audit(reader, room);
        long after = 0;
        long last = 1;
        while (after < last) {
            Map<String, Object> page = new HashMap<>(Map.of("room", room, "after", after, "limit", PAGE));
            JsonNode answer = rpc.call("rooms.history", page);
            last = answer.path("last").asLong();
            if (after == 0) {
                stream.startsAfter(answer.path("first").asLong() - 1);
            }
            if (answer.path("entries").isEmpty()) {
                break;
            }
            for (JsonNode entry : answer.path("entries")) {
                stream.received(Chatter.entry(entry));
                entries++;
                after = entry.path("seq").asLong();
                JsonNode file = entry.path("files").path(0);
                if (withFiles && !file.isMissingNode()) {
                    readFile(rpc, reader, file);
                }
            }
        }
        stream.completeTo(last);
    }

    private void readFile(Rpc rpc, String reader, JsonNode file) throws IOException, Refused {
        String label = file.path("name").asText();
        String url = rpc.call("files.link", Map.of("file", file.path("id").asText()))
                .path("url")
                .asText();
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://localhost:" + site.server().webPort() + url))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            site.recorder.file(reader, label, Arrays.equals(response.body(), Text.file(label)));
            files++;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
