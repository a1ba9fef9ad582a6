package chat.parley.protocol;

import chat.parley.model.MessageId;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client can ask for of rooms and the people in them. */
public sealed interface RoomCommand extends Command {
    /** {@code id}: the client's own, so that asking again makes no second room. */
    record Create(
            MessageId id,
            String name,
            Room.Kind kind,
            @Nullable String topic,
            Room.@Nullable History history,
            @Nullable List<UserId> invite)
            implements RoomCommand {}

    /** Public rooms whose name has {@code query} in it, by name; {@code after}: the last of the page before. */
    record Find(
            @Nullable String query,
            @Nullable RoomId after,
            @Nullable Integer limit) implements RoomCommand {}

    record Join(RoomId room) implements RoomCommand {}

    record Leave(RoomId room) implements RoomCommand {}

    record Invite(RoomId room, UserId user) implements RoomCommand {}

    record Kick(RoomId room, UserId user, @Nullable String reason) implements RoomCommand {}

    record Ban(RoomId room, UserId user, @Nullable String reason) implements RoomCommand {}

    record Unban(RoomId room, UserId user) implements RoomCommand {}

    record Mute(
            RoomId room,
            UserId user,
            Long minutes,
            @Nullable String reason) implements RoomCommand {}

    record SetRole(RoomId room, UserId user, Role role) implements RoomCommand {}

    record Change(
            RoomId room,
            @Nullable String name,
            @Nullable String topic,
            Room.@Nullable History history,
            @Nullable Integer retentionDays,
            @Nullable Boolean archived)
            implements RoomCommand {}

    /** {@code seq}: the last number that was read. */
    record Read(RoomId room, Long seq) implements RoomCommand {}

    record Readers(RoomId room) implements RoomCommand {}

    record Pins(RoomId room) implements RoomCommand {}

    record Bans(RoomId room) implements RoomCommand {}

    /** {@code before}: the number of the last one of the page before. */
    record Audit(
            RoomId room, @Nullable Long before, @Nullable Integer limit) implements RoomCommand {}

    record Typing(RoomId room, Boolean on) implements RoomCommand {}

    /** {@code query}: how the name begins; {@code after}: the last of the page before. */
    record Members(
            RoomId room,
            @Nullable UserId after,
            @Nullable Integer limit,
            @Nullable String query) implements RoomCommand {}
}
