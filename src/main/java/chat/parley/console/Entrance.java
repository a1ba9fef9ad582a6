package chat.parley.console;

import chat.parley.model.Secret;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;

/** What a console begins with: a token of last time, or how to come in without one, or both. */
record Entrance(Optional<Login> login, Optional<String> token) {
    /** Asks for what is missing. Nothing: the person changed their mind. */
    static Optional<Entrance> of(Address address, ConfigFolder folder, Terminal terminal, Console.As as)
            throws IOException {
        Screen screen = new Screen(terminal, (reader, line, candidates) -> {});
        try {
            if (as instanceof Console.As.Account account) {
                return Optional.of(account(address, folder, screen, account));
            }
            return Optional.of(
                    as instanceof Console.As.Register register
                            ? register(screen, register)
                            : guest(address, folder, screen, ((Console.As.Guest) as).name()));
        } catch (UserInterruptException | EndOfFileException e) {
            return Optional.empty();
        } catch (Misuse e) {
            screen.print(List.of(new AttributedString(String.valueOf(e.getMessage()))));
            return Optional.empty();
        }
    }

    private static Entrance account(Address address, ConfigFolder folder, Screen screen, Console.As.Account account)
            throws IOException, Misuse {
        Optional<SavedSession> saved =
                SavedSession.find(folder, address, Optional.of(account.name())).filter(SavedSession::account);
        Optional<Secret> password = account.password();
        if (saved.isEmpty() && password.isEmpty()) {
            password = Optional.of(
                    new Passwords(screen).present("Password of " + account.name() + " at " + address + ": "));
        }
        return new Entrance(
                password.map(known -> new Login.Account(account.name(), known)), saved.map(SavedSession::token));
    }

    private static Entrance register(Screen screen, Console.As.Register register) throws Misuse {
        Passwords passwords = new Passwords(screen);
        Optional<Secret> invite = register.invite();
        if (invite.isEmpty()) {
            invite = Optional.of(passwords.answer("Invitation (its link; empty for none): "))
                    .filter(link -> !link.isEmpty())
                    .map(Login::token);
        }
        Secret password =
                register.password().isPresent() ? register.password().get() : passwords.chosen("New password: ");
        return new Entrance(Optional.of(new Login.Register(register.name(), password, invite)), Optional.empty());
    }

    private static Entrance guest(Address address, ConfigFolder folder, Screen screen, Optional<String> name)
            throws IOException {
        Optional<SavedSession> saved =
                SavedSession.find(folder, address, name).filter(session -> name.isEmpty() || !session.account());
        if (saved.isPresent() && saved.get().account()) {
            return new Entrance(Optional.empty(), saved.map(SavedSession::token));
        }
        String user = name.isPresent()
                ? name.get()
                : saved.isPresent()
                        ? saved.get().name()
                        : screen.ask("Your name at " + address + ": ", System.getProperty("user.name"))
                                .strip();
        return new Entrance(Optional.of(new Login.Guest(user)), saved.map(SavedSession::token));
    }
}
