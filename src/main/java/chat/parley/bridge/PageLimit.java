package chat.parley.bridge;

import chat.parley.bus.Failure;
import org.jspecify.annotations.Nullable;

/** How many of something a client wants at a time. */
final class PageLimit {
    private PageLimit() {}

    /** As many as are wanted, else the usual number; fails {@code BAD_REQUEST} beyond 1 to the most. */
    static int of(@Nullable Integer wanted, int usual, int most) {
        int limit = wanted == null ? usual : wanted;
        if (limit < 1 || limit > most) {
            throw Failure.BAD_REQUEST.because("limit is from 1 to " + most + ", not " + limit + ".");
        }
        return limit;
    }
}
