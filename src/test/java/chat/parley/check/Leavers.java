package chat.parley.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
        Visit leaver = visit(name, DoorKind.WEB, Map.of("guest", name));
        Visit tab = visit(name, DoorKind.NATIVE, Map.of("token", leaver.token));
        String room = retry(() -> friend.openDirect(name));
        String label = retry(() -> friend.say(room));
        leaver.follow(room, 0L);
        tab.follow(room, 0L);
        Crowd.await("get an answer to " + label, () -> site.recorder.head(room) > 0);
        leaver.rpc.call("logout", Map.of());
        long last = headAfter(friend) - 1;
        site.recorder.left(leaver.user, History.LOBBY, last);
        intrude(name, room, friend);
        tab.pingAndCut();
        leaver.rpc.cut();
    }

    private Visit visit(String name, DoorKind door, Map<String, String> credentials) throws IOException, Refused {
        Visit visit = new Visit(site, name, door, credentials);
        visit.follow(History.LOBBY, 0L);
        return visit;
    }

    /** The number of a message that was sent after this call. */
    private long headAfter(Chatter friend) throws IOException, Refused, InterruptedException {
        String label = retry(() -> friend.say(History.LOBBY));
        Crowd.await("talk on", () -> site.recorder.seqOf(label) != History.UNKNOWN);
        return site.recorder.seqOf(label);
    }

    private void intrude(String name, String room, Chatter friend) throws IOException, Refused, InterruptedException {
        Visit heir = visit(name, DoorKind.NATIVE, Map.of("guest", name));
        heir.login
                .path("rooms")
                .forEach(each -> site.recorder.listed(heir.user, each.path("id").asText()));
        try {
            heir.follow(room, 0L);
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
}
