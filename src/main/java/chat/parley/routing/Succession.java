package chat.parley.routing;

import chat.parley.model.Content;
import chat.parley.model.Content.Change;
import chat.parley.model.Role;
import chat.parley.model.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What it comes to when somebody leaves a room for good: a room with people in it is not left without an owner. */
final class Succession {
    private Succession() {}

    static List<Content> entries(RoomState state, User user) {
        List<Content> entries = new ArrayList<>();
        if (!state.has(user.id())) {
            if (state.isInvited(user.id())) {
                entries.add(new Content.Member(user, Change.DECLINED, null));
            }
            return entries;
        }
        if (state.roleOf(user) == Role.OWNER && state.owners() == 1) {
            heir(state, user).ifPresent(heir -> entries.add(new Content.SetRole(heir, Role.OWNER)));
        }
        entries.add(new Content.Member(user, Change.LEFT, null));
        return entries;
    }

    /** A moderator before a member; among equals the first by name, so that it is the same whoever works it out. */
    private static Optional<User> heir(RoomState state, User user) {
        return state.members().stream()
                .filter(member -> !member.user().id().equals(user.id()) && Rules.lasts(member.user()))
                .min(Comparator.comparing(RoomState.Member::role)
                        .thenComparing(member -> member.user().name().value()))
                .map(RoomState.Member::user);
    }
}
