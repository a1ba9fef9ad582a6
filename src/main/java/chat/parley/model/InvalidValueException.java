package chat.parley.model;

/** A value that breaks its rule; the message names the rule in a sentence for a person. */
public final class InvalidValueException extends IllegalArgumentException {
    public InvalidValueException(String message) {
        super(message);
    }

    /** Bad input is expected, so no stack is walked for it. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
