package chat.parley.bench;

/** A message was lost, doubled or out of order, or a client failed: the run has no figure. */
final class LostException extends RuntimeException {
    LostException(String reason) {
        super(reason);
    }
}
