package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A name that a room can have: 1 to 64 code points in NFC, trimmed, on one line, nothing in it that is invisible. */
public record RoomName(@JsonValue String value) {
    private static final int MAX_CODE_POINTS = 64;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RoomName {
        value = Line.of("A room's name", value, MAX_CODE_POINTS);
        if (value.isEmpty()) {
            throw new InvalidValueException("A room's name has 1 to " + MAX_CODE_POINTS + " characters, not 0.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
