package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A stored file as a message refers to it. {@code size} in bytes; {@code type} is the uploader's claim, never trusted.
 * {@code preview}: another file of the uploader's, a small picture that stands for this one.
 */
public record FileRef(
        FileId id,
        String name,
        String type,
        long size,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FileId preview) {
    private static final int MAX_NAME = 255;
    private static final int MAX_TYPE = 127;

    public FileRef(FileId id, String name, String type, long size) {
        this(id, name, type, size, null);
    }

    public FileRef {
        if (name.isBlank() || name.codePointCount(0, name.length()) > MAX_NAME) {
            throw new InvalidValueException("A file name has 1 to 255 characters.");
        }
        if (type.length() > MAX_TYPE) {
            throw new InvalidValueException("A media type has at most 127 characters.");
        }
        if (size < 0) {
            throw new InvalidValueException("A file's size is not negative: " + size);
        }
    }

    public FileRef withPreview(@Nullable FileId small) {
        return new FileRef(id, name, type, size, small);
    }
}
