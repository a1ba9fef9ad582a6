package chat.parley.crypto.seal;

/** Something sealed was refused. Says why in a sentence that holds neither keys nor content; has no stack trace. */
public final class RefusedException extends RuntimeException {
    private final Refusal why;

    public RefusedException(Refusal why, String sentence) {
        super(sentence, null, false, false);
        this.why = why;
    }

    public Refusal why() {
        return why;
    }

    static RefusedException malformed(String sentence) {
        return new RefusedException(Refusal.MALFORMED, "Malformed: " + sentence + ".");
    }
}
