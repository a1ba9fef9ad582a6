package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One's own account: password, profile, sessions, and whom one does not want to hear. */
final class AccountCommands {
    private final Here here;
    private final Passwords passwords;
    private List<String> sessions = List.of();

    AccountCommands(Here here, Passwords passwords) {
        this.here = here;
        this.passwords = passwords;
    }

    List<Command> list() {
        return List.of(
                new Command("/passwd", "", "changes the password; other sessions end", this::password),
                new Command("/profile", "DISPLAYNAME|none", "shows that name beside yours", this::profile),
                new Command("/status", "online|away|dnd", "what others see of you", this::status),
                new Command("/sessions", "", "lists where you are logged in", this::sessions),
                new Command("/revoke", "N", "ends one of them", this::revoke),
                new Command("/block", "NAME", "takes no messages from somebody", given -> block(given, true)),
                new Command("/unblock", "NAME", "takes them again", given -> block(given, false)),
                new Command("/blocked", "", "lists whom you have blocked", this::blocked),
                new Command("/account delete", "", "deletes your account for good", this::delete));
    }

    private void password(Arguments given) throws Misuse {
        given.end();
        ObjectNode params = Json.object()
                .put("old", passwords.present("Present password: ").value())
                .put("new", passwords.chosen("New password: ").value());
        here.tell("account.password", params, "The password is changed. Your other sessions have ended.");
    }

    private void profile(Arguments given) throws Misuse {
        String name = given.text();
        ObjectNode params = Json.object().put("display", name.equals("none") ? "" : name);
        here.ask(
                "profile.set",
                params,
                me -> here.view()
                        .note(
                                me.has("display")
                                        ? "Others see you as "
                                                + Clean.line(me.path("display").asText()) + "."
                                        : "Others see your name alone."));
    }

    private void status(Arguments given) throws Misuse {
        String status = given.text();
        if (!Set.of("online", "away", "dnd").contains(status)) {
            throw new Misuse();
        }
        here.tell("presence.set", Json.object().put("status", status), "Others see you as " + status + ".");
    }

    private void sessions(Arguments given) throws Misuse {
        given.end();
        here.ask("sessions.list", Json.object(), answer -> show(answer.path("sessions")));
    }

    private void show(JsonNode all) {
        synchronized (this) {
            sessions = List.copyOf(all.findValuesAsText("id"));
        }
        AtomicInteger number = new AtomicInteger();
        all.forEach(each -> {
            here.view()
                    .item(
                            String.valueOf(number.incrementAndGet()),
                            Clean.line(each.path("client").asText() + " at "
                                            + each.path("address").asText())
                                    + ", used "
                                    + Lists.time(each.path("lastUsed").asLong())
                                    + (each.path("current").asBoolean() ? ", this one" : "")
                                    + (each.path("online").asBoolean() ? ", online" : ""));
        });
    }

    private synchronized void revoke(Arguments given) throws Misuse {
        if (sessions.isEmpty()) {
            throw new Misuse("/sessions lists them first; the number stands before each.");
        }
        String id = sessions.get(given.number(1, sessions.size()) - 1);
        here.tell("sessions.revoke", Json.object().put("session", id), "That session has ended.");
    }

    private void block(Arguments given, boolean blocked) throws Misuse {
        String name = given.name();
        here.when(
                here.person(name)
                        .thenCompose(person -> here.client()
                                .call(
                                        "blocks.set",
                                        Json.object().put("user", person.id()).put("blocked", blocked))
                                .thenApply(done -> person)),
                person -> {
                    here.hall().block(person.id(), blocked);
                    here.view().note(person.name() + (blocked ? " is blocked." : " is not blocked any more."));
                });
    }

    private void blocked(Arguments given) throws Misuse {
        given.end();
        here.ask("blocks.list", Json.object(), answer -> {
            String names = StreamSupport.stream(answer.path("users").spliterator(), false)
                    .map(each -> Person.of(each).name())
                    .collect(Collectors.joining(", "));
            here.view().note(names.isEmpty() ? "You have blocked nobody." : "Blocked: " + names);
        });
    }

    private void delete(Arguments given) throws Misuse {
        given.end();
        String messages = passwords.answer("What becomes of what you wrote, keep or erase? (empty: do nothing) ");
        if (!Set.of("keep", "erase").contains(messages)) {
            throw new Misuse("Nothing was done.");
        }
        ObjectNode params = Json.object()
                .put(
                        "password",
                        passwords
                                .present("Your password, to delete the account for good: ")
                                .value())
                .put("messages", messages);
        here.ask("account.delete", params, done -> {});
    }
}
