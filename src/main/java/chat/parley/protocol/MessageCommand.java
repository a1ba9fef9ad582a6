package chat.parley.protocol;

import chat.parley.model.MessageId;
import chat.parley.model.RoomId;

/** What a client can ask to be done to an earlier message: {@code target} is its number, {@code id} the client's own. */
public sealed interface MessageCommand extends Command {
    record Edit(RoomId room, MessageId id, Long target, String text) implements MessageCommand {}

    record Delete(RoomId room, MessageId id, Long target) implements MessageCommand {}

    record React(RoomId room, MessageId id, Long target, String emoji, Boolean on) implements MessageCommand {}

    record Pin(RoomId room, MessageId id, Long target, Boolean on) implements MessageCommand {}
}
