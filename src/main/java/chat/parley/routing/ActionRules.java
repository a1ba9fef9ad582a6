package chat.parley.routing;

import chat.parley.bus.Failure;
import chat.parley.bus.Rooms.Action;
import chat.parley.model.Content;
import chat.parley.model.Content.Change;
import chat.parley.model.InvalidValueException;
import chat.parley.model.Line;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomName;
import chat.parley.model.User;
import chat.parley.model.UserKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an action on a room comes to: the entries that make it so, none when nothing is to be changed, or a failure that
 * says why not. Pure: it looks at the state and changes nothing.
 */
final class ActionRules {
    private static final int REASON = 500;
    private static final long MOST_MINUTES = 525_600;
    private static final int MOST_DAYS = 36_500;

    private final int mostMembers;

    /** @param mostMembers how many people one room may have */
    ActionRules(int mostMembers) {
        this.mostMembers = mostMembers;
    }

    /** @param target whom the action is about; null when it is about nobody in particular */
    List<Content> entries(RoomState state, User by, Action action, @Nullable User target, long now) {
        try {
            if (action instanceof Action.Join) {
                return join(state, by);
            }
            if (!state.has(by.id()) && !(action instanceof Action.Leave && state.isInvited(by.id()))) {
                throw Rules.noSuchRoom();
            }
            if (action instanceof Action.Leave) {
                return leave(state, by);
            } else if (action instanceof Action.Change change) {
                return change(state, by, change);
            }
            if (target == null) {
                throw Failure.NO_SUCH_USER.because("There is nobody of that id.");
            }
            return about(state, by, action, target, now);
        } catch (InvalidValueException e) {
            throw Failure.BAD_REQUEST.because(String.valueOf(e.getMessage()));
        }
    }

    private static List<Content> about(RoomState state, User by, Action action, User target, long now) {
        if (action instanceof Action.Invite) {
            return invite(state, by, target);
        } else if (action instanceof Action.Kick kick) {
            return kick(state, by, target, kick);
        } else if (action instanceof Action.Ban ban) {
            return ban(state, by, target, ban);
        } else if (action instanceof Action.Unban) {
            return unban(state, by, target);
        } else if (action instanceof Action.Mute mute) {
            return mute(state, by, target, mute, now);
        } else if (action instanceof Action.SetRole role) {
            return role(state, by, target, role.role());
        }
        throw new IllegalStateException("No rule for " + action.getClass().getSimpleName());
    }

    private List<Content> join(RoomState state, User by) {
        if (state.has(by.id())) {
            return List.of();
        }
        boolean invited = state.isInvited(by.id());
        if (state.kind() != Room.Kind.PUBLIC && !invited) {
            throw Rules.noSuchRoom();
        }
        if (state.isBanned(by.id())) {
            throw Failure.BANNED.because(
                    "You were banned from " + state.room().name() + ". A moderator there can undo that.");
        }
        if (by.kind() == UserKind.LEGACY) {
            throw Failure.FORBIDDEN.because("Legacy clients know only the lobby and direct conversations.");
        }
        Rules.mustBeActive(state);
        if (state.size() >= mostMembers) {
            throw Failure.TOO_MANY.because(
                    state.room().name() + " has " + state.size() + " members, which is as many as a room may have.");
        }
        return List.of(new Content.Member(by, Change.JOINED, null));
    }

    private static List<Content> leave(RoomState state, User by) {
        if (!state.has(by.id())) {
            return List.of(new Content.Member(by, Change.DECLINED, null));
        }
        mustBeARoom(state, "Nobody leaves ");
        boolean lastOwner = state.roleOf(by) == Role.OWNER && state.owners() == 1;
        if (lastOwner && state.size() > 1) {
            throw Failure.FORBIDDEN.because("You are the only owner of "
                    + state.room().name() + ". Make somebody else an owner before you leave.");
        }
        return List.of(new Content.Member(by, Change.LEFT, null));
    }

    private static void mustBeARoom(RoomState state, String nobodyDoesWhat) {
        if (state.kind() == Room.Kind.LOBBY || state.kind() == Room.Kind.DIRECT) {
            throw Failure.FORBIDDEN.because(nobodyDoesWhat + Rules.name(state.room()) + ".");
        }
    }

    private static List<Content> invite(RoomState state, User by, User target) {
        mustBeARoom(state, "Nobody can be invited to ");
        if (state.kind() == Room.Kind.PRIVATE) {
            Rules.mustBe(Role.MODERATOR, state, by, "invite somebody");
        }
        Rules.mustBeActive(state);
        if (state.has(target.id()) || state.isInvited(target.id())) {
            return List.of();
        }
        if (target.kind() == UserKind.LEGACY) {
            throw Failure.FORBIDDEN.because(
                    target.name() + " uses a legacy client, which knows only the lobby and direct conversations.");
        }
        if (state.isBanned(target.id())) {
            throw Failure.BANNED.because(
                    target.name() + " is banned from " + state.room().name() + ". Undo that first.");
        }
        return List.of(new Content.Member(target, Change.INVITED, null));
    }

    private static List<Content> kick(RoomState state, User by, User target, Action.Kick kick) {
        mustBeARoom(state, "Nobody can be removed from ");
        Rules.mustBe(Role.MODERATOR, state, by, "remove somebody");
        if (!state.has(target.id()) && !state.isInvited(target.id())) {
            throw Failure.NO_SUCH_USER.because(
                    target.name() + " is not in " + state.room().name() + ".");
        }
        mustBeAbove(state, by, target, "remove");
        return List.of(new Content.Member(target, Change.KICKED, reason(kick.reason())));
    }

    private static List<Content> ban(RoomState state, User by, User target, Action.Ban ban) {
        mustBeARoom(state, "Nobody can be banned from ");
        Rules.mustBe(Role.MODERATOR, state, by, "ban somebody");
        if (state.kind() == Room.Kind.PRIVATE && state.known(target.id()) == null) {
            // Being banned would be the first they hear of it.
            throw Failure.NO_SUCH_USER.because(
                    target.name() + " is not in " + state.room().name() + ".");
        }
        mustBeAbove(state, by, target, "ban");
        return state.isBanned(target.id())
                ? List.of()
                : List.of(new Content.Member(target, Change.BANNED, reason(ban.reason())));
    }

    private static List<Content> unban(RoomState state, User by, User target) {
        mustBeARoom(state, "Nobody is banned from ");
        Rules.mustBe(Role.MODERATOR, state, by, "lift a ban");
        return state.isBanned(target.id()) ? List.of(new Content.Member(target, Change.UNBANNED, null)) : List.of();
    }

    private static List<Content> mute(RoomState state, User by, User target, Action.Mute mute, long now) {
        if (state.kind() == Room.Kind.DIRECT) {
            throw Failure.FORBIDDEN.because("Nobody can be muted in this conversation; you can block somebody.");
        }
        Rules.mustBe(Role.MODERATOR, state, by, "mute somebody");
        if (!state.has(target.id())) {
            throw Failure.NO_SUCH_USER.because(
                    target.name() + " is not in " + state.room().name() + ".");
        }
        mustBeAbove(state, by, target, "mute");
        if (mute.minutes() < 0 || mute.minutes() > MOST_MINUTES) {
            throw Failure.BAD_REQUEST.because("minutes is from 0, which lifts it, to " + MOST_MINUTES
                    + ", which is a year, not " + mute.minutes() + ".");
        }
        if (mute.minutes() == 0) {
            return state.mutedUntil(target.id(), now) == null
                    ? List.of()
                    : List.of(new Content.Mute(target, null, reason(mute.reason())));
        }
        return List.of(new Content.Mute(target, now + mute.minutes() * 60_000, reason(mute.reason())));
    }

    private static void mustBeAbove(RoomState state, User by, User target, String toDoWhat) {
        Role role = state.roleOf(target);
        if (by.id().equals(target.id())) {
            throw Failure.FORBIDDEN.because("You cannot " + toDoWhat + " yourself.");
        }
        if (!state.roleOf(by).above(role)) {
            throw Failure.FORBIDDEN.because("You cannot " + toDoWhat + " " + target.name() + ", who is " + role.spoken()
                    + " of " + Rules.name(state.room()) + ".");
        }
    }

    private static List<Content> role(RoomState state, User by, User target, Role role) {
        mustBeARoom(state, "Nobody is given a role in ");
        Rules.mustBe(Role.OWNER, state, by, "give roles");
        if (!state.has(target.id())) {
            throw Failure.NO_SUCH_USER.because(
                    target.name() + " is not in " + state.room().name() + ".");
        }
        Role now = state.roleOf(target);
        if (now == role) {
            return List.of();
        }
        if (role != Role.MEMBER && !Rules.lasts(target)) {
            throw Failure.FORBIDDEN.because(target.name() + " is a guest, and only accounts can be given a role.");
        }
        if (now == Role.OWNER && state.owners() == 1) {
            throw Failure.FORBIDDEN.because(target.name() + " is the only owner of "
                    + state.room().name() + ". Make somebody else an owner first.");
        }
        return List.of(new Content.SetRole(target, role));
    }

    private static List<Content> change(RoomState state, User by, Action.Change change) {
        if (state.kind() == Room.Kind.DIRECT) {
            throw Failure.FORBIDDEN.because("This conversation has no settings.");
        }
        Role needed = change.name() == null
                        && change.history() == null
                        && change.retentionDays() == null
                        && change.archived() == null
                ? Role.MODERATOR
                : Role.OWNER;
        Rules.mustBe(needed, state, by, needed == Role.OWNER ? "change the room" : "change the topic");
        if (!Boolean.FALSE.equals(change.archived())) {
            Rules.mustBeActive(state);
        }
        return changes(state, change);
    }

    private static List<Content> changes(RoomState state, Action.Change change) {
        Room room = state.room();
        List<Content> entries = new ArrayList<>();
        if (change.name() != null) {
            mustBeARoom(state, "Nobody renames ");
            String name = new RoomName(change.name()).value();
            if (!name.equals(room.name())) {
                entries.add(new Content.Rename(name));
            }
        }
        if (change.topic() != null) {
            String topic = Line.of("A topic", change.topic(), Room.TOPIC_LENGTH);
            if (!topic.equals(room.topic())) {
                entries.add(new Content.Topic(topic));
            }
        }
        Content.Settings settings = settings(state, change);
        if (!room.with(settings).equals(room)) {
            // What opens a room again comes before what needs it open, what closes it comes last.
            entries.add(Boolean.FALSE.equals(settings.archived()) ? 0 : entries.size(), settings);
        }
        return entries;
    }

    private static Content.Settings settings(RoomState state, Action.Change change) {
        if (change.history() != null || change.archived() != null) {
            mustBeARoom(state, "Nobody changes that of ");
        }
        Integer days = change.retentionDays();
        if (days != null && (days < 0 || days > MOST_DAYS)) {
            throw Failure.BAD_REQUEST.because(
                    "retentionDays is from 0, which keeps everything, to " + MOST_DAYS + ", not " + days + ".");
        }
        return new Content.Settings(change.history(), days, change.archived());
    }

    private static @Nullable String reason(@Nullable String reason) {
        String line = reason == null ? "" : Line.of("A reason", reason, REASON);
        return line.isEmpty() ? null : line;
    }
}
