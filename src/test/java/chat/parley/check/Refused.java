package chat.parley.check;

/** The server answered with an error. */
final class Refused extends Exception {
    private final String failure;

    Refused(String failure, String sentence) {
        super(failure + ": " + sentence);
        this.failure = failure;
    }

    String failure() {
        return failure;
    }
}
