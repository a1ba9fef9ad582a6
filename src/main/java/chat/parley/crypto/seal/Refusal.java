package chat.parley.crypto.seal;

/** Why something sealed is refused. */
public enum Refusal {
    /** Not in the format, or over its limits. */
    MALFORMED,
    /** Made by a newer client. */
    NEWER_VERSION,
    /** Signed by nobody who could. */
    BAD_SIGNATURE,
    /** Signed, but its author may not do that. */
    NOT_ALLOWED,
    /** Does not follow what is there: made before somebody else's was taken in. */
    STALE,
    /** Contradicts what was there. */
    FORKED,
    /** Older than what was there. */
    ROLLED_BACK,
    /** About something that is not known here (yet). */
    UNKNOWN,
    /** Cannot be opened: altered, or not for whoever tries. */
    UNREADABLE
}
