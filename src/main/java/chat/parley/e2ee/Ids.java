package chat.parley.e2ee;

import chat.parley.crypto.seal.WireReader;
import chat.parley.model.InvalidValueException;
import java.util.function.Function;

/** Turns what a bad id throws into a refusal. */
final class Ids {
    private Ids() {}

    static <T> T checked(WireReader in, Function<WireReader, T> read) {
        try {
            return read.apply(in);
        } catch (InvalidValueException e) {
            throw in.malformed(String.valueOf(e.getMessage()));
        }
    }
}
