package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What administrators do with accounts and invitations. */
final class AdminCommands {
    private static final int PAGE = 20;

    private final Here here;
    private final ModerationCommands moderation;
    private final Passwords passwords;
    private List<String> invites = List.of();

    AdminCommands(Here here, ModerationCommands moderation, Passwords passwords) {
        this.here = here;
        this.moderation = moderation;
        this.passwords = passwords;
    }

    List<Command> list() {
        return List.of(
                new Command("/admin users", "[TEXT]", "lists accounts and what their files take", this::users),
                new Command("/admin server", "", "says how the server is", this::server),
                new Command("/admin reset", "NAME", "makes a link to set a new password", this::reset),
                new Command(
                        "/admin role", "NAME member|admin", "makes an account an administrator, or not", this::role),
                new Command("/admin deactivate", "NAME", "lets an account in no more", given -> active(given, false)),
                new Command("/admin activate", "NAME", "lets it in again", given -> active(given, true)),
                new Command(
                        "/admin delete",
                        "NAME keep|erase",
                        "deletes an account, and with erase its messages",
                        this::delete),
                new Command(
                        "/admin invite",
                        "[USES] [HOURS] [admin]",
                        "makes a link to register at (1 use, 24 hours)",
                        this::invite),
                new Command("/admin invites", "", "lists the links that are open", this::invites),
                new Command("/admin uninvite", "N", "closes one of them", this::uninvite),
                new Command("/admin audit", "", "shows what administrators did", this::audit));
    }

    private void users(Arguments given) {
        users(Json.object().put("limit", PAGE).put("query", given.remaining().orElse("")));
    }

    private void users(ObjectNode params) {
        here.ask("admin.users", params, page -> {
            JsonNode users = page.path("users");
            if (!params.has("after")) {
                here.view()
                        .note(page.path("total").asInt() + " in all"
                                + (page.has("storage")
                                        ? ", files on this server take "
                                                + Amount.bytes(
                                                        page.path("storage").asLong())
                                        : "")
                                + ":");
            }
            users.forEach(each -> here.view().item(Person.of(each).name(), account(each)));
            String last = users.path(users.size() - 1).path("name").asText();
            here.more(users.size() == PAGE, () -> users(params.put("after", last)));
        });
    }

    private static String account(JsonNode user) {
        return Lists.about(user, user.path("kind").asText()) + ", "
                + user.path("state").asText() + ", since "
                + Lists.time(user.path("created").asLong())
                + (user.path("storage").asLong() == 0
                        ? ""
                        : ", files " + Amount.bytes(user.path("storage").asLong()));
    }

    private void server(Arguments given) throws Misuse {
        given.end();
        here.ask("admin.server", Json.object(), this::server);
    }

    private void server(JsonNode server) {
        View view = here.view();
        view.item(
                "state",
                (server.path("ready").asBoolean() ? "live and ready" : "live, but not ready") + ", "
                        + Clean.line(server.path("server").asText()) + ", up since "
                        + Lists.time(server.path("started").asLong()));
        server.path("checks").fields().forEachRemaining(part -> {
            String said = part.getValue().asText();
            JsonNode room = server.path(part.getKey());
            view.item(
                    part.getKey(),
                    room.isObject()
                            ? said + ", " + Amount.bytes(room.path("used").asLong()) + " used, room for "
                                    + Amount.bytes(room.path("free").asLong()) + " more"
                            : said + (said.equals("ok") ? "" : ": the server's log says why"));
        });
        JsonNode doors = server.path("connections");
        view.item(
                "connections",
                doors.path("web").asInt() + " web, " + doors.path("native").asInt() + " native, "
                        + doors.path("legacy").asInt() + " legacy; "
                        + server.path("online").asInt() + " online");
    }

    /** Accounts are found here also when nobody may log in to them any more. */
    private CompletableFuture<Person> account(String typed) {
        String name = typed.replaceFirst("^@", "");
        return here.client()
                .call("admin.users", Json.object().put("query", name))
                .thenApply(page -> Here.among(page.path("users"), name).orElseThrow(() -> Here.nobody(name)));
    }

    private void about(String method, String name, ObjectNode params, Consumer<JsonNode> then) {
        here.when(
                account(name).thenCompose(person -> here.client().call(method, params.put("user", person.id()))), then);
    }

    private void changed(JsonNode user) {
        here.view().item(Person.of(user).name(), account(user));
    }

    private void reset(Arguments given) throws Misuse {
        String name = given.name();
        about(
                "admin.resetLink",
                name,
                Json.object(),
                link -> link(link, "For " + Clean.line(name) + " to set a new password"));
    }

    private void link(JsonNode link, String what) {
        here.view().note(what + ", until " + Lists.time(link.path("expires").asLong()) + "; it is shown this once:");
        here.view().whole(Clean.line(link.path("url").asText()));
    }

    private void role(Arguments given) throws Misuse {
        String name = given.word();
        String role = given.text();
        if (!Set.of("member", "admin").contains(role)) {
            throw new Misuse();
        }
        about("admin.role", name, Json.object().put("role", role), this::changed);
    }

    private void active(Arguments given, boolean active) throws Misuse {
        about("admin.deactivate", given.name(), Json.object().put("active", active), this::changed);
    }

    private void delete(Arguments given) throws Misuse {
        String name = given.word();
        String messages = given.text();
        if (!Set.of("keep", "erase").contains(messages)) {
            throw new Misuse();
        }
        if (!passwords
                .answer("Delete the account " + Clean.line(name) + " for good? yes or no: ")
                .equals("yes")) {
            throw new Misuse("Nothing was done.");
        }
        about("admin.delete", name, Json.object().put("messages", messages), this::changed);
    }

    private void invite(Arguments given) throws Misuse {
        String role = given.flag("admin") ? "admin" : "member";
        int uses = given.numberOr(1, 1, 1000);
        int hours = given.numberOr(24, 1, 8784);
        given.end();
        ObjectNode params = Json.object().put("role", role).put("uses", uses).put("hours", hours);
        here.ask(
                "invites.create",
                params,
                made -> link(
                        made,
                        "An invitation for " + uses + (uses == 1 ? " account" : " accounts") + " (" + role + ")"));
    }

    private void invites(Arguments given) throws Misuse {
        given.end();
        here.ask("invites.list", Json.object(), answer -> {
            remember(answer.path("invites").findValuesAsText("id"));
            AtomicInteger number = new AtomicInteger();
            answer.path("invites").forEach(each -> {
                here.view()
                        .item(
                                String.valueOf(number.incrementAndGet()),
                                each.path("role").asText() + ", used "
                                        + each.path("used").asInt() + " of "
                                        + each.path("uses").asInt() + ", until "
                                        + Lists.time(each.path("expires").asLong()) + ", by "
                                        + Clean.line(each.path("createdBy").asText("the server")));
            });
            if (number.get() == 0) {
                here.view().note("There is no open invitation.");
            }
        });
    }

    private synchronized void remember(List<String> listed) {
        invites = List.copyOf(listed);
    }

    private synchronized void uninvite(Arguments given) throws Misuse {
        if (invites.isEmpty()) {
            throw new Misuse("/admin invites lists them first; the number stands before each.");
        }
        String id = invites.get(given.number(1, invites.size()) - 1);
        here.tell("invites.revoke", Json.object().put("id", id), "That invitation is closed.");
    }

    private void audit(Arguments given) throws Misuse {
        given.end();
        moderation.acts("audit.list", Json.object().put("limit", PAGE));
    }
}
