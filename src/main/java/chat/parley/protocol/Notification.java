package chat.parley.protocol;

import java.util.Locale;

/** What the server tells without being asked, by its method on the wire. */
public enum Notification {
    ENTRY,
    ROOM,
    LEFT,
    READ,
    READER,
    TYPING,
    PERSON,
    PEOPLE,
    ENDED,
    STOPPING;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    public String wireName() {
        return wireName;
    }
}
