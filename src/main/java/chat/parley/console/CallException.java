package chat.parley.console;

import java.util.Set;

/** The server refused a call: a stable name to decide by, a sentence for a person. */
public final class CallException extends Exception {
    private static final Set<String> FINAL =
            Set.of("USER_GONE", "NO_SUCH_ROOM", "NO_SUCH_FILE", "FORBIDDEN", "TOO_LARGE", "BAD_REQUEST", "ID_REUSED");

    private final String failure;

    CallException(String failure, String sentence) {
        super(Clean.line(sentence), null, false, false);
        this.failure = failure;
    }

    /** As {@code docs/protocol.md} lists them; empty for JSON-RPC's own errors. */
    public String failure() {
        return failure;
    }

    /** Whether asking again will not help. */
    boolean isFinal() {
        return FINAL.contains(failure);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
