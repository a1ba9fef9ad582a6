package chat.parley.model;

/** A stored file as a message refers to it. {@code size} in bytes; {@code type} is the uploader's claim, never trusted. */
public record FileRef(FileId id, String name, String type, long size) {
    private static final int MAX_NAME = 255;
    private static final int MAX_TYPE = 127;

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
}
