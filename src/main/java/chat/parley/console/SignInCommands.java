package chat.parley.console;

import chat.parley.model.Secret;
import java.util.List;
import java.util.Optional;

/** Coming in, as a guest or with an account, and leaving for good. */
final class SignInCommands {
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
        client.startAs(new Login.Register(name, passwords.chosen("New password: "), invite));
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
