package chat.parley.model;

/**
 * One line of a room's journal. {@code seq} is dense per room and starts at 1; {@code time} is the server's, in
 * milliseconds since 1970; {@code id} is the sender's own, unique per sender.
 */
public record Entry(RoomId room, long seq, long time, User sender, MessageId id, Content content) {}
