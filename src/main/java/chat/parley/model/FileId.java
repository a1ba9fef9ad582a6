package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names a stored file; never a path, only ever looked up. 26 random characters of {@code 0-9a-z}. */
public record FileId(@JsonValue String value) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public FileId {
        RandomId.check("A file id", value);
    }

    public static FileId random() {
        return new FileId(RandomId.next());
    }

    @Override
    public String toString() {
        return value;
    }
}
