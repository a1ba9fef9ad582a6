package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names one live connection of a session. 26 random characters of {@code 0-9a-z}. */
public record ConnectionId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ConnectionId {
        RandomId.check("A connection id", value);
    }

    public static ConnectionId random() {
        return new ConnectionId(RandomId.next());
    }

    @Override
    public String toString() {
        return value;
    }
}
