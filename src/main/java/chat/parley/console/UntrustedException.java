package chat.parley.console;

import java.io.IOException;

/** The server is not the one that was met before. Its message says what to do; trying again does not help. */
final class UntrustedException extends IOException {
    UntrustedException(String sentence) {
        super(sentence);
    }
}
