package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names one login of a user. 26 random characters of {@code 0-9a-z}. */
public record SessionId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {
        RandomId.check("A session id", value);
    }

    public static SessionId random() {
        return new SessionId(RandomId.next());
    }

    @Override
    public String toString() {
        return value;
    }
}
