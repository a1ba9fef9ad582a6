package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an entry of a room's journal says. Each kind is one lasting change. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(Content.Message.class))
public sealed interface Content {
    /** Somebody said something, with or without files. */
    @JsonTypeName("message")
    record Message(
            String text,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FileRef> files) implements Content {
        public Message(String text, @Nullable List<FileRef> files) {
            this.text = text;
            this.files = files == null ? List.of() : List.copyOf(files);
        }
    }
}
