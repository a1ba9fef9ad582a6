package chat.parley.routing;

import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.model.Content;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.User;
import chat.parley.model.UserKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Who may talk in a room, and change what was said. Every refusal is a failure with a sentence that says why. */
final class Rules {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT);

    private Rules() {}

    /** Nobody learns whether there is a room that is not theirs. */
    static FailureException noSuchRoom() {
        return Failure.NO_SUCH_ROOM.because("There is no such room, or it is not yours to see.");
    }

    static void mustBeIn(RoomState state, User user) {
        if (!state.has(user.id())) {
            throw noSuchRoom();
        }
    }

    static void mayPost(RoomState state, User user, long now) {
        mustBeIn(state, user);
        mustBeActive(state);
        Long until = state.mutedUntil(user.id(), now);
        if (until != null) {
            throw Failure.MUTED.because("You cannot talk in " + name(state.room()) + " until "
                    + TIME.format(Instant.ofEpochMilli(until).atOffset(ZoneOffset.UTC)) + ".");
        }
    }

    static void mustBeActive(RoomState state) {
        if (state.room().archived()) {
            throw Failure.ARCHIVED.because(
                    state.room().name() + " is archived: it can be read, but nothing can be added.");
        }
    }

    /** Whether somebody who wants to change a message may; whether it is theirs the journal finds out. */
    static void mayAmend(RoomState state, User user, Content.Amendment amendment, long now) {
        if (amendment instanceof Content.Delete) {
            // Taking back one's own words, or keeping order, is possible also where nothing can be added.
            mustBeIn(state, user);
            return;
        }
        mayPost(state, user, now);
        if (amendment instanceof Content.Pin && state.kind() != Room.Kind.DIRECT) {
            mustBe(Role.MODERATOR, state, user, "pin messages");
        }
    }

    /** Whether somebody may delete the messages of others. */
    static boolean moderates(RoomState state, User user) {
        return state.kind() != Room.Kind.DIRECT && state.roleOf(user).atLeast(Role.MODERATOR);
    }

    static void mustBe(Role needed, RoomState state, User user, String toDoWhat) {
        mustBeIn(state, user);
        if (!state.roleOf(user).atLeast(needed)) {
            String who = state.kind() == Room.Kind.LOBBY
                    ? "an administrator"
                    : needed.spoken() + " of " + state.room().name();
            throw Failure.FORBIDDEN.because("To " + toDoWhat + " you have to be " + who + ".");
        }
    }

    /** Guests and legacy users come and go: nothing that has to last hangs on them. */
    static boolean lasts(User user) {
        return user.kind() == UserKind.MEMBER || user.kind() == UserKind.ADMIN;
    }

    static String name(Room room) {
        return switch (room.kind()) {
            case LOBBY -> "the lobby";
            case DIRECT -> "this conversation";
            case PUBLIC, PRIVATE -> room.name();
        };
    }
}
