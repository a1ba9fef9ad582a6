package chat.parley.bus;

/**
 * Failures that are part of a contract. {@code code} is the stable number of the client protocol
 * ({@code docs/protocol.md}) and crosses the bus as the reply's failure code.
 */
public enum Failure {
    BAD_NAME(1001),
    NAME_TAKEN(1002),
    BAD_TOKEN(1003),
    NOT_LOGGED_IN(1004),
    ALREADY_LOGGED_IN(1005),
    GUESTS_OFF(1006),
    UNSUPPORTED_VERSION(1007),
    /** The same for an unknown name, a wrong password and an account that may not come in. */
    BAD_PASSWORD_OR_NAME(1008),
    BAD_INVITE(1009),
    REGISTRATION_CLOSED(1010),
    WEAK_PASSWORD(1011),
    NO_SUCH_ROOM(1101),
    NO_SUCH_USER(1102),
    USER_GONE(1103),
    FORBIDDEN(1104),
    /** The other does not take messages from this one. */
    BLOCKED(1105),
    MUTED(1106),
    BANNED(1107),
    ARCHIVED(1108),
    NO_SUCH_MESSAGE(1109),
    NO_SUCH_SESSION(1110),
    BAD_REQUEST(1201),
    ID_REUSED(1202),
    TOO_LARGE(1203),
    NO_SUCH_FILE(1301),
    BAD_OFFSET(1302),
    RATE_LIMITED(1401),
    TOO_MANY(1402),
    STORAGE_FULL(1501),
    STORAGE_READ_ONLY(1502),
    /** Not now; whether it was done is unknown. Time-outs and missing handlers come as this. */
    UNAVAILABLE(1503),
    /** A defect: logged where it happened, told without details. JSON-RPC's own code. */
    INTERNAL(-32603);

    private final int code;

    Failure(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** This failure, with a sentence for a person. */
    public FailureException because(String sentence) {
        return new FailureException(this, sentence);
    }

    static Failure ofCode(int code) {
        for (Failure failure : values()) {
            if (failure.code == code) {
                return failure;
            }
        }
        return INTERNAL;
    }
}
