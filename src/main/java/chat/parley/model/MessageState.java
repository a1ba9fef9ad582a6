package chat.parley.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message after it was said. {@code reactions}: by emoji, in the order in which each was first given.
 * {@code thread}: the message that began the thread in which this one is an answer; {@code replies}: those to this one.
 */
public record MessageState(
        @Nullable Edited edited,
        @Nullable Deleted deleted,
        boolean pinned,
        Map<String, Reaction> reactions,
        @Nullable Long thread,
        @Nullable Replies replies) {
    public MessageState {
        reactions = Collections.unmodifiableMap(new LinkedHashMap<>(reactions));
    }

    /** {@code seq}: the entry of the last edit. */
    public record Edited(long seq, long time) {}

    /** {@code last}, {@code time} and {@code by}: the number of the latest, when it was said and by whom. */
    public record Replies(int count, long last, long time, User by) {}

    public record Deleted(UserId by, long time) {}

    /** {@code users} names the first of them; {@code count} is how many there are. */
    public record Reaction(List<UserId> users, int count) {
        public Reaction {
            users = List.copyOf(users);
        }
    }
}
