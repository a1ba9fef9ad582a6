package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names who a user is. Never a name: the next owner of a name gets another id. 26 random characters of {@code 0-9a-z}. */
public record UserId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {
        RandomId.check("A user id", value);
    }

    public static UserId random() {
        return new UserId(RandomId.next());
    }

    @Override
    public String toString() {
        return value;
    }
}
