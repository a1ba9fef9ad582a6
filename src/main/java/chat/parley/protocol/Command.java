package chat.parley.protocol;

import chat.parley.model.FileId;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client can ask for: the params of each method of {@code docs/protocol.md}. */
public sealed interface Command {
    /** Agrees on the version; {@code client} is a name and version for the log. */
    record Hello(int protocol, @Nullable String client) implements Command {}

    /** As a guest of a name, or with a token: exactly one of the two. */
    record Login(@Nullable String guest, @Nullable String token) implements Command {}

    record Logout() implements Command {}

    record Ping() implements Command {}

    record ListRooms() implements Command {}

    /** Per room the last sequence number that the client has; null for "from the present end". */
    record ResumeRooms(Map<RoomId, @Nullable Long> rooms) implements Command {}

    record ReadHistory(
            RoomId room,
            @Nullable Long before,
            @Nullable Long after,
            @Nullable Integer limit) implements Command {}

    record SendMessage(RoomId room, MessageId id, String text, List<FileId> files) implements Command {
        public SendMessage(RoomId room, MessageId id, @Nullable String text, @Nullable List<FileId> files) {
            this.room = room;
            this.id = id;
            this.text = text == null ? "" : text;
            this.files = files == null ? List.of() : List.copyOf(files);
        }
    }

    /** With somebody by id or by name: exactly one of the two. */
    record OpenDirect(@Nullable UserId user, @Nullable String name) implements Command {}

    record ListPeople(@Nullable String after, @Nullable Integer limit) implements Command {}

    record LinkFile(FileId file) implements Command {}
}
