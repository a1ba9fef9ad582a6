package chat.parley.bridge.legacy;

/** Something that ends a connection: what the peer sent breaks the protocol. The sentence is for the log. */
final class BadFrameException extends Exception {
    BadFrameException(String message) {
        super(message, null, false, false);
    }
}
