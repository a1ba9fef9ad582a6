package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Who is in a room and what they may: invitations, roles, and what moderators do. */
final class ModerationCommands {
    private static final int PAGE = 20;
    private static final int MOST_MINUTES = 527_040;

    private final Here here;

    ModerationCommands(Here here) {
        this.here = here;
    }

    List<Command> list() {
        return List.of(
                new Command("/invite", "NAME", "invites somebody into this room", this::invite),
                new Command("/role", "NAME owner|moderator|member", "gives somebody a role here", this::role),
                new Command(
                        "/kick",
                        "NAME [REASON]",
                        "removes somebody from this room",
                        given -> remove("rooms.kick", given)),
                new Command(
                        "/ban",
                        "NAME [REASON]",
                        "and does not let them come back",
                        given -> remove("rooms.ban", given)),
                new Command("/unban", "NAME", "lets somebody come back", this::unban),
                new Command("/bans", "", "lists who is banned here", this::bans),
                new Command(
                        "/mute",
                        "NAME MINUTES [REASON]",
                        "lets somebody only read for a while; 0 lifts it",
                        this::mute),
                new Command("/audit", "", "shows what moderators did here", this::audit));
    }

    /** With the room and somebody's id; the entry that follows says what was done. */
    private void about(String method, String name, ObjectNode params) {
        here.when(
                here.person(name).thenCompose(person -> here.client().call(method, params.put("user", person.id()))),
                done -> {});
    }

    private void invite(Arguments given) throws Misuse {
        about("rooms.invite", given.name(), here.inRoom());
    }

    private void role(Arguments given) throws Misuse {
        String name = given.word();
        String role = given.text();
        if (!Set.of("owner", "moderator", "member").contains(role)) {
            throw new Misuse();
        }
        about("rooms.role", name, here.inRoom().put("role", role));
    }

    private void remove(String method, Arguments given) throws Misuse {
        String name = given.word();
        ObjectNode params = here.inRoom();
        given.remaining().ifPresent(reason -> params.put("reason", reason));
        about(method, name, params);
    }

    private void mute(Arguments given) throws Misuse {
        String name = given.word();
        ObjectNode params = here.inRoom().put("minutes", given.number(0, MOST_MINUTES));
        given.remaining().ifPresent(reason -> params.put("reason", reason));
        about("rooms.mute", name, params);
    }

    private CompletableFuture<JsonNode> banned(ObjectNode room) {
        return here.client().call("rooms.bans", room).thenApply(answer -> answer.path("people"));
    }

    private void unban(Arguments given) throws Misuse {
        String name = given.name().replaceFirst("^@", "");
        ObjectNode room = here.inRoom();
        here.when(
                banned(room.deepCopy()).thenCompose(people -> {
                    Person person = Here.among(people, name).orElseThrow(() -> Here.nobody(name + " among the banned"));
                    return here.client().call("rooms.unban", room.put("user", person.id()));
                }),
                done -> {});
    }

    private void bans(Arguments given) throws Misuse {
        given.end();
        here.when(
                banned(here.inRoom()),
                people -> here.view()
                        .note(
                                people.isEmpty()
                                        ? "Nobody is banned here."
                                        : "Banned: "
                                                + StreamSupport.stream(people.spliterator(), false)
                                                        .map(each ->
                                                                Person.of(each).name())
                                                        .collect(Collectors.joining(", "))));
    }

    private void audit(Arguments given) throws Misuse {
        given.end();
        acts("rooms.audit", here.inRoom().put("limit", PAGE));
    }

    /** Pages of an audit, the latest first. */
    void acts(String method, ObjectNode params) {
        here.ask(method, params, page -> {
            JsonNode entries = page.path("entries");
            if (entries.isEmpty()) {
                here.view().note("Nothing " + (params.has("before") ? "further " : "") + "is recorded.");
            }
            entries.forEach(
                    entry -> here.view().item(Lists.time(entry.path("time").asLong()), Lists.act(entry)));
            long last = entries.path(entries.size() - 1).path("number").asLong();
            here.more(entries.size() == PAGE, () -> acts(method, params.put("before", last)));
        });
    }
}
