package chat.parley.bus;

import io.vertx.core.eventbus.ReplyException;

/** An expected {@link Failure} with its sentence. Stackless: it is an answer, not an accident. */
public final class FailureException extends RuntimeException {
    private final Failure failure;

    FailureException(Failure failure, String sentence) {
        super(sentence, null, false, false);
        this.failure = failure;
    }

    public Failure failure() {
        return failure;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** Any throwable as the failure that a peer is told; what is not expected becomes {@code INTERNAL}. */
    public static FailureException of(Throwable cause) {
        if (cause instanceof FailureException failure) {
            return failure;
        }
        if (cause instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case TIMEOUT, NO_HANDLERS ->
                    Failure.UNAVAILABLE.because("The service did not answer. Please try again.");
                default -> Failure.ofCode(reply.failureCode()).because(String.valueOf(reply.getMessage()));
            };
        }
        return Failure.INTERNAL.because("Something went wrong on the server.");
    }
}
