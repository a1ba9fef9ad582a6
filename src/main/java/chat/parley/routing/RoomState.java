package chat.parley.routing;

import chat.parley.bus.Log.Loaded;
import chat.parley.model.Content;
import chat.parley.model.LookAlike;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What decides who may do what in a room, as it will be when everything queued for the journal is in it. Changes are
 * put in here in the order in which they are queued, so that what is decided by it holds when it is stored.
 */
final class RoomState {
    private final Map<UserId, Member> members = new HashMap<>();
    private final Map<UserId, User> invited = new HashMap<>();
    private final Map<UserId, User> banned = new HashMap<>();
    private final Map<UserId, Long> muted = new HashMap<>();
    private Room room;
    /** Members by name; made when somebody is first named. */
    private @Nullable Map<String, UserId> names;

    private int owners;
    private int guests;
    /** Drafts that are on their way into the journal. */
    private int queued;

    /** Somebody who joined. */
    record Member(User user, Role role) {}

    RoomState(Loaded loaded) {
        room = loaded.room();
        loaded.members().forEach(member -> put(new Member(member.user(), member.role())));
        loaded.invited().forEach(user -> invited.put(user.id(), user));
        loaded.banned().forEach(user -> banned.put(user.id(), user));
        loaded.muted().forEach(mute -> muted.put(mute.user(), mute.until()));
    }

    Room room() {
        return room;
    }

    Room.Kind kind() {
        return room.kind();
    }

    /** Whether somebody is in this room. Everybody is in the lobby. */
    boolean has(UserId user) {
        return room.kind() == Room.Kind.LOBBY || members.containsKey(user);
    }

    @Nullable
    Member member(UserId user) {
        return members.get(user);
    }

    Collection<Member> members() {
        return members.values();
    }

    /** What somebody who is in this room may do there: administrators run the lobby. */
    Role roleOf(User user) {
        if (room.kind() == Room.Kind.LOBBY) {
            return user.kind() == UserKind.ADMIN ? Role.OWNER : Role.MEMBER;
        }
        Member member = members.get(user.id());
        return member == null ? Role.MEMBER : member.role();
    }

    boolean isInvited(UserId user) {
        return invited.containsKey(user);
    }

    boolean isBanned(UserId user) {
        return banned.containsKey(user);
    }

    Collection<User> banned() {
        return banned.values();
    }

    /** Somebody who is or was about to be in here, as the room knows them; null when it does not. */
    @Nullable
    User known(UserId user) {
        Member member = members.get(user);
        if (member != null) {
            return member.user();
        }
        User invitee = invited.get(user);
        return invitee == null ? banned.get(user) : invitee;
    }

    /** Until when somebody may not talk; null when they may. */
    @Nullable
    Long mutedUntil(UserId user, long now) {
        Long until = muted.get(user);
        return until == null || until <= now ? null : until;
    }

    /** Which member has a name, which is given with its case folded. */
    @Nullable
    UserId named(String folded) {
        Map<String, UserId> known = names;
        if (known == null) {
            known = new HashMap<>();
            for (Member member : members.values()) {
                known.put(folded(member.user()), member.user().id());
            }
            names = known;
        }
        return known.get(folded);
    }

    private static String folded(User user) {
        return LookAlike.fold(user.name().value());
    }

    int owners() {
        return owners;
    }

    int size() {
        return members.size();
    }

    /** How much memory it takes, in people. */
    int weight() {
        return members.size() + invited.size() + banned.size() + muted.size() + 1;
    }

    void queue() {
        queued++;
    }

    void stored() {
        queued--;
    }

    boolean isIdle() {
        return queued == 0;
    }

    /** Takes in what an entry changes for the rules, when the entry is queued. It cannot be refused any more. */
    void queued(Content content) {
        if (content instanceof Content.Message) {
            return;
        }
        if (content instanceof Content.Member member) {
            change(member.user(), member.change());
        } else if (content instanceof Content.SetRole role) {
            put(new Member(role.user(), role.role()));
        } else if (content instanceof Content.Mute mute) {
            if (mute.until() == null) {
                muted.remove(mute.user().id());
            } else {
                muted.put(mute.user().id(), mute.until());
            }
        } else if (content instanceof Content.Settings settings) {
            room = room.with(settings);
        }
    }

    /** Takes in what an entry changes that the journal could have refused, when it is stored. */
    void stored(Content content) {
        if (content instanceof Content.Topic topic) {
            room = room.about(topic.topic());
        } else if (content instanceof Content.Rename rename) {
            room = room.named(rename.name());
        }
    }

    private void change(User user, Content.Change change) {
        switch (change) {
            case JOINED -> {
                invited.remove(user.id());
                put(new Member(user, Role.MEMBER));
            }
            case LEFT, KICKED, DECLINED -> remove(user.id());
            case BANNED -> {
                remove(user.id());
                banned.put(user.id(), user);
            }
            case UNBANNED -> banned.remove(user.id());
            case INVITED -> invited.put(user.id(), user);
        }
    }

    private void put(Member member) {
        if (names != null) {
            names.put(folded(member.user()), member.user().id());
        }
        count(members.put(member.user().id(), member), -1);
        count(member, 1);
    }

    private void remove(UserId user) {
        invited.remove(user);
        Member member = members.remove(user);
        if (names != null && member != null) {
            names.remove(folded(member.user()), user);
        }
        count(member, -1);
    }

    private void count(@Nullable Member member, int more) {
        if (member == null) {
            return;
        }
        owners += member.role() == Role.OWNER ? more : 0;
        guests += member.user().kind() == UserKind.GUEST ? more : 0;
        if (room.kind() == Room.Kind.PUBLIC || room.kind() == Room.Kind.PRIVATE) {
            room = room.labelled(Room.reason(room.kind(), guests > 0));
        }
    }
}
