package chat.parley.model;

import org.jspecify.annotations.Nullable;

/**
 * One line of a room's journal. {@code seq} is dense per room and starts at 1; {@code time} is the server's, in
 * milliseconds since 1970; {@code id} is the sender's own, unique per sender. {@code state}: what became of a message
 * since; null when nothing did.
 */
public record Entry(
        RoomId room,
        long seq,
        long time,
        User sender,
        MessageId id,
        Content content,
        @Nullable MessageState state) {
    public Entry(RoomId room, long seq, long time, User sender, MessageId id, Content content) {
        this(room, seq, time, sender, id, content, null);
    }

    public Entry with(@Nullable MessageState newState) {
        return new Entry(room, seq, time, sender, id, content, newState);
    }
}
