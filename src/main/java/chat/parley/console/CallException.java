package chat.parley.console;

/** The server refused a call: a stable name to decide by, a sentence for a person. */
public final class CallException extends Exception {
    private final String failure;

    CallException(String failure, String sentence) {
        super(Clean.line(sentence), null, false, false);
        this.failure = failure;
    }

    /** As {@code docs/protocol.md} lists them; empty for JSON-RPC's own errors. */
    public String failure() {
        return failure;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
