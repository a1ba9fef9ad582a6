package chat.parley.check;

import java.io.IOException;
import java.util.List;

/** A client that talks in the lobby, in private rooms that it is in, with one other for the whole run, and with whoever has the name of a legacy client. */
final class Talker extends Chatter {
    private final String partner;
    private final List<String> legacyNames;
    private String conversation = "";

    Talker(
            Site site,
            Identity identity,
            String name,
            DoorKind door,
            long seed,
            long pauseMs,
            String partner,
            List<String> legacyNames) {
        super(site, identity, name, door, seed, pauseMs, 0);
        this.partner = partner;
        this.legacyNames = legacyNames;
    }

    @Override
    void speak() throws IOException, Refused {
        int choice = random.nextInt(10);
        List<String> rooms = circles();
        if (choice < 3 && !rooms.isEmpty()) {
            say(rooms.get(random.nextInt(rooms.size())));
        } else if (choice < 6) {
            say(History.LOBBY);
        } else if (choice < 8 || legacyNames.isEmpty()) {
            if (conversation.isEmpty()) {
                conversation = openDirect(partner);
            }
            say(conversation);
        } else {
            say(openDirect(legacyNames.get(random.nextInt(legacyNames.size()))));
        }
    }
}
