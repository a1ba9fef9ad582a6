package chat.parley.storage;

/** A database belongs to a newer program than this one. The message is for a person. */
public final class NewerSchemaException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    NewerSchemaException(String message) {
        super(message);
    }
}
