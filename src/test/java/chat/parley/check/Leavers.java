package chat.parley.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Somebody has a conversation, leaves for good while a second connection is open, and another takes the name: neither
 * the connection nor the other may see anything from then on that was for the first.
 */
final class Leavers {
    private static final String NAME = "leaver";

    private final Site site;
    private int round;

    Leavers(Site site) {
        this.site = site;
    }

    /** @param friend who talks with the one who leaves */
    void leave(Chatter friend) throws IOException, Refused, InterruptedException {
        String name = NAME + ++round;
        Guest leaver = new Guest(name, DoorKind.WEB, Map.of("guest", name));
        Guest tab = new Guest(name, DoorKind.NATIVE, Map.of("token", leaver.token));
        String room = retry(() -> friend.openDirect(name));
        String label = retry(() -> friend.say(room));
        leaver.follow(room);
        tab.follow(room);
        Crowd.await("get an answer to " + label, () -> site.recorder.head(room) > 0);
        leaver.rpc.call("logout", Map.of());
        long last = headAfter(friend) - 1;
        site.recorder.left(leaver.user, History.LOBBY, last);
        intrude(name, room, friend);
        tab.pingAndCut();
        leaver.rpc.cut();
    }

    /** The number of a message that was sent after this call. */
    private long headAfter(Chatter friend) throws IOException, Refused, InterruptedException {
        String label = retry(() -> friend.say(History.LOBBY));
        Crowd.await("talk on", () -> site.recorder.seqOf(label) != History.UNKNOWN);
        return site.recorder.seqOf(label);
    }

    private void intrude(String name, String room, Chatter friend) throws IOException, Refused, InterruptedException {
        Guest heir = new Guest(name, DoorKind.NATIVE, Map.of("guest", name));
        heir.rooms.forEach(each -> site.recorder.listed(heir.user, each));
        try {
            heir.follow(room);
        } catch (Refused refused) {
            // as it is to be
        }
        try {
            JsonNode page = heir.rpc.call("rooms.history", Map.of("room", room));
            Recorder.OpenStream stream = site.recorder.open(heir.user, room, null);
            page.path("entries").forEach(entry -> stream.received(Chatter.entry(entry)));
        } catch (Refused refused) {
            // as it is to be
        }
        retry(() -> friend.say(room));
        heir.rpc.call("ping", Map.of());
        heir.rpc.call("logout", Map.of());
    }

    private interface Attempt<T> {
        T make() throws IOException, Refused;
    }

    /** The friend may just be coming back from a lost connection. */
    private static <T> T retry(Attempt<T> attempt) throws IOException, Refused, InterruptedException {
        for (int i = 0; i < 100; i++) {
            try {
                return attempt.make();
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        return attempt.make();
    }

    /** A connection that looks at what it is told. */
    private final class Guest {
        final Rpc rpc;
        final String user;
        final String token;
        final List<String> rooms = new ArrayList<>();
        private final Map<String, Recorder.OpenStream> streams = new java.util.concurrent.ConcurrentHashMap<>();

        Guest(String name, DoorKind door, Map<String, String> credentials) throws IOException, Refused {
            rpc = new Rpc(site.dial(door, false), (method, params) -> {
                if (method.equals("entry")) {
                    received(params);
                }
            });
            rpc.call("hello", Map.of("protocol", 1, "client", "check/1"));
            JsonNode login = rpc.call("login", credentials);
            user = login.path("user").path("id").asText();
            token = login.path("token").asText();
            login.path("rooms").forEach(room -> rooms.add(room.path("id").asText()));
            site.recorder.user(user, name);
            site.recorder.member(user, History.LOBBY, 1, History.FOREVER);
            follow(History.LOBBY);
        }

        void follow(String room) throws IOException, Refused {
            Recorder.OpenStream stream = site.recorder.open(user, room, 0L);
            streams.put(room, stream);
            rpc.call("rooms.resume", Map.of("rooms", Map.of(room, 0)));
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

        void received(JsonNode entry) {
            streams.computeIfAbsent(entry.path("room").asText(), room -> site.recorder.open(user, room, null))
                    .received(Chatter.entry(entry));
        }
    }
}
