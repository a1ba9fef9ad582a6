package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A password or a token on its way: in no log and no message of an exception, because it does not print itself. */
public record Secret(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Secret {}

    @Override
    public String toString() {
        return "(secret)";
    }
}
