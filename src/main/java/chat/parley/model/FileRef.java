package chat.parley.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A stored file as a message refers to it. {@code size} in bytes; {@code type} is the uploader's claim, never trusted.
 * {@code preview}: another file of the uploader's, a small picture that stands for this one. {@code width} and
 * {@code height}: of a picture, as shown, in pixels; the sender's claim as well, for those who lay out a page.
 */
public record FileRef(
        FileId id,
        String name,
        String type,
        long size,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FileId preview,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer width,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer height) {
    private static final int MAX_NAME = 255;
    private static final int MAX_TYPE = 127;
    private static final int MAX_SIDE = 65_535;

    /** Of a picture, in pixels. */
    public record Sides(int width, int height) {
        public Sides {
            if (width < 1 || width > MAX_SIDE || height < 1 || height > MAX_SIDE) {
                throw new InvalidValueException("A picture is 1 to " + MAX_SIDE + " pixels wide and high, not " + width
                        + " by " + height + ".");
            }
        }
    }

    public FileRef(FileId id, String name, String type, long size) {
        this(id, name, type, size, null, null, null);
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

    /** As a message shows it. */
    public FileRef shown(@Nullable FileId small, @Nullable Sides sides) {
        return new FileRef(
                id,
                name,
                type,
                size,
                small,
                sides == null ? null : sides.width(),
                sides == null ? null : sides.height());
    }
}
