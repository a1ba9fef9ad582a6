package chat.parley;

/** Why the server does not start, as a sentence for whoever runs it: what is wrong and what would be right. */
final class CannotStartException extends RuntimeException {
    CannotStartException(String message) {
        super(message, null, false, false);
    }
}
