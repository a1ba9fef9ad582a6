package chat.parley.model;

import org.jspecify.annotations.Nullable;

/**
 * What is known of somebody beyond the name. {@code display}: a name that need not be unique and never stands alone;
 * {@code status}: null for who is offline; {@code lastSeen}: milliseconds since 1970, null for who is online and for who
 * was never here.
 */
public record Profile(
        @Nullable String display,
        @Nullable FileId avatar,
        @Nullable Status status,
        @Nullable Long lastSeen) {
    /** Nothing is known. */
    public static final Profile NONE = new Profile(null, null, null, null);
}
