package chat.parley.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chat.parley.bus.FailureException;
import chat.parley.bus.Log.Loaded;
import chat.parley.bus.Log.Member;
import chat.parley.bus.Log.Muted;
import chat.parley.bus.Rooms.Action;
import chat.parley.model.Content;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may do what to whom, as a table: an outcome is what the entries are, or the failure. */
class ActionRulesTest {
    private static final long NOW = 1_760_000_000_000L;

    private static final Map<String, User> PEOPLE = Map.of(
            "owner", user("owner", UserKind.MEMBER),
            "mod", user("mod", UserKind.MEMBER),
            "mod2", user("mod2", UserKind.MEMBER),
            "member", user("member", UserKind.MEMBER),
            "guest", user("guest", UserKind.GUEST),
            "invited", user("invited", UserKind.MEMBER),
            "banned", user("banned", UserKind.MEMBER),
            "stranger", user("stranger", UserKind.MEMBER),
            "legacy", user("legacy", UserKind.LEGACY),
            "admin", user("admin", UserKind.ADMIN));

    private final ActionRules rules = new ActionRules(6);

    private static User user(String name, UserKind kind) {
        return new User(UserId.random(), new UserName(name), kind);
    }

    private static User person(String name) {
        return Objects.requireNonNull(PEOPLE.get(name), name);
    }

    private static RoomState room(Room.Kind kind) {
        List<Member> members = kind == Room.Kind.LOBBY
                ? List.of()
                : List.of(
                        new Member(person("owner"), Role.OWNER),
                        new Member(person("mod"), Role.MODERATOR),
                        new Member(person("mod2"), Role.MODERATOR),
                        new Member(person("member"), Role.MEMBER),
                        new Member(person("guest"), Role.MEMBER));
        return new RoomState(new Loaded(
                new Room(
                        RoomId.random(),
                        kind,
                        "Room",
                        "",
                        Room.usualHistory(kind),
                        false,
                        null,
                        Room.Label.OPEN,
                        Room.LabelReason.PUBLIC,
                        List.of()),
                members,
                List.of(person("invited")),
                List.of(person("banned")),
                List.of(new Muted(person("guest").id(), NOW + 60_000))));
    }

    private static Action action(String name, String target) {
        UserId id = person(target).id();
        return switch (name) {
            case "join" -> new Action.Join();
            case "leave" -> new Action.Leave();
            case "invite" -> new Action.Invite(id);
            case "kick" -> new Action.Kick(id, null);
            case "ban" -> new Action.Ban(id, null);
            case "unban" -> new Action.Unban(id);
            case "mute" -> new Action.Mute(id, 10, null);
            case "unmute" -> new Action.Mute(id, 0, null);
            case "promote" -> new Action.SetRole(id, Role.MODERATOR);
            case "crown" -> new Action.SetRole(id, Role.OWNER);
            case "demote" -> new Action.SetRole(id, Role.MEMBER);
            case "topic" -> new Action.Change(null, "news", null, null, null);
            case "rename" -> new Action.Change("Other", null, null, null, null);
            case "archive" -> new Action.Change(null, null, null, null, true);
            case "keep" -> new Action.Change(null, null, null, 30, null);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private String outcome(RoomState state, String by, String action, String target) {
        Throwable thrown =
                catchThrowable(() -> rules.entries(state, person(by), action(action, target), person(target), NOW));
        if (thrown instanceof FailureException refusal) {
            assertThat(refusal.sentence()).as("every refusal says why").isNotBlank();
            return refusal.failure().name();
        }
        if (thrown != null) {
            throw new AssertionError(thrown);
        }
        List<Content> entries = rules.entries(state, person(by), action(action, target), person(target), NOW);
        return entries.isEmpty() ? "nothing" : word(entries.get(0));
    }

    private static String word(Content content) {
        if (content instanceof Content.Member member) {
            return member.change().name().toLowerCase(Locale.ROOT);
        }
        return content.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3} → {4}")
    @CsvSource({
        "PUBLIC, stranger, join, , joined",
        "PUBLIC, member, join, , nothing",
        "PUBLIC, banned, join, , BANNED",
        "PUBLIC, legacy, join, , FORBIDDEN",
        "PUBLIC, admin, join, , joined",
        "PRIVATE, stranger, join, , NO_SUCH_ROOM",
        "PRIVATE, admin, join, , NO_SUCH_ROOM",
        "PRIVATE, banned, join, , NO_SUCH_ROOM",
        "PRIVATE, invited, join, , joined",
        "DIRECT, stranger, join, , NO_SUCH_ROOM",
        "LOBBY, stranger, join, , nothing",
        "PUBLIC, member, leave, , left",
        "PUBLIC, mod, leave, , left",
        "PUBLIC, owner, leave, , FORBIDDEN",
        "PUBLIC, stranger, leave, , NO_SUCH_ROOM",
        "PRIVATE, invited, leave, , declined",
        "LOBBY, member, leave, , FORBIDDEN",
        "DIRECT, member, leave, , FORBIDDEN",
        "PUBLIC, member, invite, stranger, invited",
        "PUBLIC, stranger, invite, stranger, NO_SUCH_ROOM",
        "PUBLIC, member, invite, banned, BANNED",
        "PUBLIC, member, invite, legacy, FORBIDDEN",
        "PUBLIC, member, invite, invited, nothing",
        "PRIVATE, member, invite, stranger, FORBIDDEN",
        "PRIVATE, mod, invite, stranger, invited",
        "PRIVATE, invited, invite, stranger, NO_SUCH_ROOM",
        "LOBBY, admin, invite, stranger, FORBIDDEN",
        "DIRECT, member, invite, stranger, FORBIDDEN",
        "PUBLIC, mod, kick, member, kicked",
        "PUBLIC, mod, kick, mod2, FORBIDDEN",
        "PUBLIC, mod, kick, mod, FORBIDDEN",
        "PUBLIC, mod, kick, owner, FORBIDDEN",
        "PUBLIC, owner, kick, mod, kicked",
        "PUBLIC, member, kick, guest, FORBIDDEN",
        "PUBLIC, admin, kick, member, NO_SUCH_ROOM",
        "PUBLIC, mod, kick, stranger, NO_SUCH_USER",
        "PRIVATE, mod, kick, invited, kicked",
        "LOBBY, admin, kick, member, FORBIDDEN",
        "PUBLIC, mod, ban, member, banned",
        "PUBLIC, mod, ban, stranger, banned",
        "PUBLIC, mod, ban, banned, nothing",
        "PUBLIC, mod, ban, owner, FORBIDDEN",
        "PUBLIC, member, ban, guest, FORBIDDEN",
        "PRIVATE, mod, ban, stranger, NO_SUCH_USER",
        "PUBLIC, mod, unban, banned, unbanned",
        "PUBLIC, mod, unban, member, nothing",
        "PUBLIC, member, unban, banned, FORBIDDEN",
        "PUBLIC, mod, mute, member, mute",
        "PUBLIC, mod, mute, owner, FORBIDDEN",
        "PUBLIC, mod, mute, stranger, NO_SUCH_USER",
        "PUBLIC, mod, unmute, guest, mute",
        "PUBLIC, mod, unmute, member, nothing",
        "PUBLIC, member, mute, guest, FORBIDDEN",
        "LOBBY, admin, mute, member, mute",
        "LOBBY, admin, mute, legacy, mute",
        "LOBBY, member, mute, guest, FORBIDDEN",
        "LOBBY, admin, mute, admin, FORBIDDEN",
        "DIRECT, member, mute, guest, FORBIDDEN",
        "PUBLIC, owner, promote, member, setrole",
        "PUBLIC, owner, promote, mod, nothing",
        "PUBLIC, owner, crown, member, setrole",
        "PUBLIC, owner, promote, guest, FORBIDDEN",
        "PUBLIC, owner, promote, stranger, NO_SUCH_USER",
        "PUBLIC, owner, demote, mod, setrole",
        "PUBLIC, owner, demote, owner, FORBIDDEN",
        "PUBLIC, mod, promote, member, FORBIDDEN",
        "PUBLIC, mod, crown, mod, FORBIDDEN",
        "LOBBY, admin, promote, member, FORBIDDEN",
        "PUBLIC, mod, topic, , topic",
        "PUBLIC, member, topic, , FORBIDDEN",
        "PUBLIC, mod, rename, , FORBIDDEN",
        "PUBLIC, owner, rename, , rename",
        "PUBLIC, owner, archive, , settings",
        "PUBLIC, mod, archive, , FORBIDDEN",
        "PUBLIC, owner, keep, , settings",
        "PUBLIC, stranger, topic, , NO_SUCH_ROOM",
        "LOBBY, admin, topic, , topic",
        "LOBBY, admin, keep, , settings",
        "LOBBY, admin, rename, , FORBIDDEN",
        "LOBBY, admin, archive, , FORBIDDEN",
        "LOBBY, member, topic, , FORBIDDEN",
        "DIRECT, member, topic, , FORBIDDEN"
    })
    void action_byWhomOnWhom_comesTo(Room.Kind kind, String by, String action, String target, String outcome) {
        assertThat(outcome(room(kind), by, action, target == null ? "stranger" : target))
                .isEqualTo(outcome);
    }

    @Test
    void join_fullRoom_isRefusedWithTheNumber() {
        RoomState state = room(Room.Kind.PUBLIC);
        state.queued(rules.entries(state, person("stranger"), new Action.Join(), null, NOW)
                .get(0));
        Throwable refusal = catchThrowable(() -> rules.entries(state, person("admin"), new Action.Join(), null, NOW));
        assertThat(refusal).isInstanceOf(FailureException.class).hasMessageContaining("6 members");
    }

    @Test
    void queued_kick_isInForceBeforeItIsStored() {
        RoomState state = room(Room.Kind.PUBLIC);
        state.queued(rules.entries(state, person("mod"), action("kick", "member"), person("member"), NOW)
                .get(0));
        assertThat(catchThrowable(() -> Rules.mayPost(state, person("member"), NOW)))
                .hasMessageContaining("no such room");
    }

    @Test
    void owner_namedAnother_mayLeave() {
        RoomState state = room(Room.Kind.PUBLIC);
        state.queued(rules.entries(state, person("owner"), action("crown", "mod"), person("mod"), NOW)
                .get(0));
        assertThat(outcome(state, "owner", "leave", "stranger")).isEqualTo("left");
        state.queued(new Content.Member(person("owner"), Content.Change.LEFT, null));
        assertThat(outcome(state, "mod", "leave", "stranger")).isEqualTo("FORBIDDEN");
    }

    @Test
    void archived_nothingIsAdded_butItCanBeOpenedAgain() {
        RoomState state = room(Room.Kind.PUBLIC);
        state.queued(new Content.Settings(null, null, true));
        assertThat(outcome(state, "stranger", "join", "stranger")).isEqualTo("ARCHIVED");
        assertThat(outcome(state, "owner", "topic", "stranger")).isEqualTo("ARCHIVED");
        assertThat(rules.entries(state, person("owner"), new Action.Change(null, "open", null, null, false), null, NOW))
                .containsExactly(new Content.Settings(null, null, false), new Content.Topic("open"));
    }

    @Test
    void label_follows_whetherGuestsTakePart() {
        RoomState state = room(Room.Kind.PRIVATE);
        assertThat(state.room().labelReason()).isEqualTo(Room.LabelReason.GUEST);
        state.queued(new Content.Member(person("guest"), Content.Change.LEFT, null));
        assertThat(state.room().labelReason()).isEqualTo(Room.LabelReason.NOT_SEALED_YET);
    }

    @ParameterizedTest
    @CsvSource({"-1", "525601", "9223372036854775807"})
    void mute_impossibleTime_isRefused(long minutes) {
        RoomState state = room(Room.Kind.PUBLIC);
        UserId member = person("member").id();
        assertThat(catchThrowable(() -> rules.entries(
                        state, person("mod"), new Action.Mute(member, minutes, null), person("member"), NOW)))
                .hasMessageContaining("525600");
    }
}
