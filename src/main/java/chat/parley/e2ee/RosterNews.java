package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import chat.parley.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What came of roster entries. {@code taken}: how many were new and are taken in. Where it stopped because an author's
 * device list is not here, {@code author} is whose, and {@code account} the fingerprint under which to ask for it.
 */
public record RosterNews(
        int taken, @Nullable UserId author, @Nullable Octets account) {
    public boolean isComplete() {
        return author == null;
    }
}
