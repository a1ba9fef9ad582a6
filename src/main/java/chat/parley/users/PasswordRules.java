package chat.parley.users;

import chat.parley.bus.Failure;
import chat.parley.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a password has to be. No demands on kinds of characters: length is what counts. */
final class PasswordRules {
    private static final int MOST_BYTES = 1024;
    private static final int DIFFERENT = 5;

    private final int least;

    PasswordRules(int least) {
        this.least = least;
    }

    /** Fails {@code WEAK_PASSWORD} with the rule that it breaks. */
    void check(Secret password, String name) {
        String text = password.value();
        int length = text.codePointCount(0, text.length());
        if (length < least) {
            throw weak("A password has at least " + least + " characters; this one has " + length + ".");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw weak("A password has at most " + MOST_BYTES + " bytes.");
        }
        if (text.codePoints().distinct().count() < DIFFERENT) {
            throw weak("A password has at least " + DIFFERENT + " different characters.");
        }
        if (text.strip().toLowerCase(Locale.ROOT).equals(name.strip().toLowerCase(Locale.ROOT))) {
            throw weak("The name is no password: everybody sees it.");
        }
    }

    private static RuntimeException weak(String sentence) {
        return Failure.WEAK_PASSWORD.because(sentence);
    }
}
