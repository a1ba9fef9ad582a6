package chat.parley.crypto;

/** A token that is not authentic or not well-formed. Says which in a sentence; has no stack, for it is expected. */
public final class BadTokenException extends Exception {
    BadTokenException(String message) {
        super(message, null, false, false);
    }
}
