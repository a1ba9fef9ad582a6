package chat.parley.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The administrator of a run, who also owns its private rooms: comes by the link of the first start, then by password. */
final class Warden {
    private static final String NAME = "warden";
    private static final String PASSWORD = Identity.password(NAME, 1);
    private static final Pattern SETUP = Pattern.compile("/#/setup/(\\S+)");

    private final Site site;
    private int lastNumber;

    Warden(Site site) {
        this.site = site;
    }

    void appoint() throws IOException, Refused, InterruptedException {
        Crowd.await("find the link for the administrator", () -> !invitation().isEmpty());
        new Visit(site, NAME, DoorKind.WEB, Map.of("name", NAME, "password", PASSWORD, "invite", invitation()))
                .logout();
    }

    private String invitation() {
        try {
            return site.server().said().stream()
                    .map(SETUP::matcher)
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    Visit enter() throws IOException, Refused {
        return new Visit(site, NAME, DoorKind.NATIVE, Map.of("name", NAME, "password", PASSWORD));
    }

    /** A message and its acknowledgement; the label. */
    String say(Visit visit, String room) throws IOException, Refused {
        String label = NAME + "-" + ++lastNumber;
        site.recorder.sending(visit.user, room, label, false);
        JsonNode result = visit.rpc.call("messages.send", Sendings.params(room, label));
        site.recorder.acknowledged(label, room, result.path("seq").asLong());
        return label;
    }
}
