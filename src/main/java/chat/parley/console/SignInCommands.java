package chat.parley.console;

import chat.parley.model.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Coming in, as a guest or with an account, and leaving for good. */
final class SignInCommands {
    private static final int ANSWERED_WITHIN = 10;

    private final Client client;
    private final Passwords passwords;
    private final Runnable forgotten;
    private final Here here;

    /** @param forgotten drops what is remembered of the session here */
    SignInCommands(Here here, Passwords passwords, Runnable forgotten) {
        this.here = here;
        this.client = here.client();
        this.passwords = passwords;
        this.forgotten = forgotten;
    }

    List<Command> list() {
        return List.of(
                new Command("/login", "ACCOUNT", "comes in with an account; asks for the password", this::logIn),
                new Command(
                        "/register",
                        "ACCOUNT",
                        "makes an account; asks for a password and an invitation",
                        this::register),
                new Command("/reset", "", "sets a new password by an administrator's link", this::reset),
                new Command("/name", "GUEST", "comes in as a guest of that name", this::guest),
                new Command("/logout", "", "ends this session: a restart needs the password again", this::logOut));
    }

    private void logIn(Arguments given) throws Misuse {
        String name = given.name();
        client.startAs(new Login.Account(name, passwords.present("Password of " + Clean.line(name) + ": ")));
    }

    private void register(Arguments given) throws Misuse {
        String name = given.name();
        Optional<Secret> invite = Optional.of(passwords.answer("Invitation (its link; empty for none): "))
                .filter(link -> !link.isEmpty())
                .map(Login::token);
        if (invite.isPresent()) {
            check(invite.get());
        }
        client.startAs(new Login.Register(name, passwords.chosen("New password: "), invite));
    }

    /** Before a password is thought up for one that is void. Without a connection, registering says it. */
    private void check(Secret invite) throws Misuse {
        try {
            JsonNode invited = client.call("invite.check", Json.object().put("invite", invite.value()))
                    .get(ANSWERED_WITHIN, TimeUnit.SECONDS);
            here.view()
                    .note("The invitation holds until "
                            + Lists.time(invited.path("expires").asLong()) + " and makes you "
                            + (invited.path("role").asText().equals("admin") ? "an administrator." : "a member."));
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof CallException refusal)
                    || !refusal.failure().isEmpty()) {
                throw new Misuse(String.valueOf(SendScript.explain(e).getMessage()));
            }
        } catch (InterruptedException | TimeoutException e) {
            throw new Misuse("The invitation could not be checked. Please try again.");
        }
    }

    private void reset(Arguments given) throws Misuse {
        given.end();
        Secret link = Login.token(passwords.present("The link: ").value());
        client.startAs(new Login.Reset(link, passwords.chosen("New password: ")));
    }

    private void guest(Arguments given) throws Misuse {
        client.startAs(new Login.Guest(given.name()));
    }

    private void logOut(Arguments given) throws Misuse {
        given.end();
        here.when(client.leave(), done -> forgotten.run());
    }
}
