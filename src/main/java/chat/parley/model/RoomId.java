package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a room. 26 random characters of {@code 0-9a-z}; the lobby's is fixed. */
public record RoomId(@JsonValue String value) {
    /** The room that everybody is in. */
    public static final RoomId LOBBY = new RoomId("0000000000000000000000000l");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RoomId {
        RandomId.check("A room id", value);
    }

    public static RoomId random() {
        return new RoomId(RandomId.next());
    }

    @Override
    public String toString() {
        return value;
    }
}
