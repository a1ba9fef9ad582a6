package chat.parley.check;

import chat.parley.model.MessageId;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody who has no right to a private room tries every way to it that there is: each has to answer as if there were no
 * such room, and nothing that is listed or found may speak of it.
 */
final class Prowler {
    private static final String NO_SUCH_ROOM = "NO_SUCH_ROOM";

    private final Site site;
    private final Visit visit;
    private final Circles.Circle circle;
    private int lastNumber;

    Prowler(Site site, Visit visit, Circles.Circle circle) {
        this.site = site;
        this.visit = visit;
        this.circle = circle;
    }

    /** @param label of a message that was said there */
    void prowl(String label) throws IOException {
        for (Map.Entry<String, Map<String, Object>> way : ways()) {
            refused(way.getKey(), way.getValue());
        }
        silent("rooms.list", Map.of());
        silent("rooms.find", Map.of("query", circle.name()));
        silent("messages.search", Map.of("query", label));
        if (visit.login.path("rooms").toString().contains(circle.id())) {
            trespass("login lists it");
        }
        visit.sayInVain(circle.id(), visit.session + "-" + ++lastNumber + "-in-vain");
    }

    private List<Map.Entry<String, Map<String, Object>>> ways() {
        Map<String, Object> room = Map.of("room", circle.id());
        List<Map.Entry<String, Map<String, Object>>> ways = new ArrayList<>(reads());
        ways.add(Map.entry("rooms.members", room));
        ways.add(Map.entry("rooms.bans", room));
        ways.add(Map.entry("rooms.audit", room));
        ways.add(Map.entry("rooms.join", room));
        ways.add(Map.entry("typing", with("on", true)));
        ways.add(Map.entry("rooms.invite", with("user", visit.user)));
        ways.add(Map.entry("rooms.kick", with("user", visit.user)));
        ways.add(Map.entry("rooms.set", with("topic", "mine")));
        ways.add(Map.entry("messages.react", with("id", id(), "target", 1, "emoji", "👍", "on", true)));
        ways.add(Map.entry("messages.edit", with("id", id(), "target", 2, "text", "mine")));
        ways.add(Map.entry("messages.delete", with("id", id(), "target", 2)));
        return ways;
    }

    private List<Map.Entry<String, Map<String, Object>>> reads() {
        return List.of(
                Map.entry("rooms.resume", Map.of("rooms", Map.of(circle.id(), 0))),
                Map.entry("rooms.history", Map.of("room", circle.id())),
                Map.entry("rooms.pins", Map.of("room", circle.id())),
                Map.entry("rooms.read", with("seq", 1)),
                Map.entry("messages.search", with("query", "warden")));
    }

    private static String id() {
        return MessageId.at(System.currentTimeMillis()).value();
    }

    private Map<String, Object> with(Object... more) {
        Map<String, Object> params = new HashMap<>(Map.of("room", circle.id()));
        for (int i = 0; i < more.length; i += 2) {
            params.put((String) more[i], more[i + 1]);
        }
        return params;
    }

    /** Whoever is invited sees what to, and reads nothing. */
    void look(String label) throws IOException, Refused {
        for (Map.Entry<String, Map<String, Object>> way : reads()) {
            refused(way.getKey(), way.getValue());
        }
        silent("rooms.find", Map.of("query", circle.name()));
        silent("messages.search", Map.of("query", label));
        for (JsonNode room : visit.rpc.call("rooms.list", Map.of()).path("rooms")) {
            if (room.path("id").asText().equals(circle.id())
                    && (room.path("lastSequence").asLong() > 0 || room.has("memberCount"))) {
                trespass("an invitation tells of more than the room's name and topic: " + room);
            }
        }
    }

    private void refused(String method, Map<String, Object> params) throws IOException {
        try {
            JsonNode answer = visit.rpc.call(method, params);
            trespass(method + " was answered with " + shortened(answer.toString()));
        } catch (Refused refused) {
            if (!refused.failure().equals(NO_SUCH_ROOM) || speaksOfIt(String.valueOf(refused.getMessage()))) {
                trespass(method + " was refused with " + refused.getMessage()
                        + " and so tells that there is such a room");
            }
        }
    }

    private void silent(String method, Map<String, Object> params) throws IOException {
        try {
            String answer = visit.rpc.call(method, params).toString();
            if (speaksOfIt(answer)) {
                trespass(method + " speaks of it: " + shortened(answer));
            }
        } catch (Refused refused) {
            trespass(method + " was refused: " + refused.getMessage());
        }
    }

    private boolean speaksOfIt(String answer) {
        return answer.contains(circle.id()) || answer.contains(circle.name());
    }

    private static String shortened(String answer) {
        return answer.length() > 200 ? answer.substring(0, 200) + "…" : answer;
    }

    private void trespass(String how) {
        site.recorder.trespass(visit.user, circle.id(), how);
    }
}
