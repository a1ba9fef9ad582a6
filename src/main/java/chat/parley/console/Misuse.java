package chat.parley.console;

/** A command was not given what it needs. Without a sentence it is told how the command goes. */
final class Misuse extends Exception {
    Misuse(String sentence) {
        super(sentence, null, false, false);
    }

    Misuse() {
        this("");
    }
}
