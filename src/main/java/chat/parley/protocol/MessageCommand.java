package chat.parley.protocol;

import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import org.jspecify.annotations.Nullable;

/** What a client can ask of earlier messages: {@code target} is the number of one, {@code id} the client's own. */
public sealed interface MessageCommand extends Command {
    /** {@code before}: the {@code next} of the page before; times in milliseconds since 1970. */
    record Search(
            String query,
            @Nullable RoomId room,
            @Nullable UserId sender,
            @Nullable Long from,
            @Nullable Long to,
            @Nullable String before,
            @Nullable Integer limit)
            implements MessageCommand {}

    /** {@code target}: any message of the thread; {@code after}: the last answer of the page before. */
    record ReadThread(
            RoomId room,
            Long target,
            @Nullable Long after,
            @Nullable Integer limit) implements MessageCommand {}

    record Edit(RoomId room, MessageId id, Long target, String text) implements MessageCommand {}

    record Delete(RoomId room, MessageId id, Long target) implements MessageCommand {}

    record React(RoomId room, MessageId id, Long target, String emoji, Boolean on) implements MessageCommand {}

    record Pin(RoomId room, MessageId id, Long target, Boolean on) implements MessageCommand {}
}
