package chat.parley.console;

/** How a script's command ended. */
public enum ExitCode {
    OK(0),
    FAILED(1),
    USAGE(2),
    NO_CONNECTION(3),
    REFUSED(4),
    NO_SUCH_ROOM(5),
    UNKNOWN(6);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    static ExitCode of(Listener.End end) {
        return switch (end) {
            case UNREACHABLE -> NO_CONNECTION;
            case UNTRUSTED, REFUSED -> REFUSED;
            case ENDED -> FAILED;
        };
    }

    static ExitCode of(CallException refusal) {
        return switch (refusal.failure()) {
            case "NO_SUCH_ROOM", "NO_SUCH_USER", "USER_GONE" -> NO_SUCH_ROOM;
            case "UNKNOWN", "UNAVAILABLE" -> UNKNOWN;
            default -> FAILED;
        };
    }
}
