package chat.parley;

import chat.parley.bus.Administration;
import chat.parley.bus.Administration.Account;
import chat.parley.config.Settings;
import chat.parley.model.Secret;
import chat.parley.model.UserKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code user ...}: accounts, straight in the data folder, whether a server runs on it or not. */
@Command(
        name = "user",
        description = "Looks after accounts, whether the server runs or not. A running one follows within a second.",
        mixinStandardHelpOptions = true,
        footer = "%nRun it as the user that the server runs as.")
final class UserCommand implements Runnable {
    private static final String NAME = "NAME";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "add",
            description = "Makes an account. The password is asked for, or read from standard input or a file.",
            mixinStandardHelpOptions = true)
    int add(
            @Mixin ConfigSource source,
            @Parameters(paramLabel = NAME) String name,
            @Option(names = "--admin", description = "As an administrator.") boolean admin,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description = "File whose first line is the password.")
                    @Nullable
                    Path file)
            throws InterruptedException {
        Secret password;
        try {
            password = new PasswordEntry(System.in, System.console()).read(file);
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        UserKind role = admin ? UserKind.ADMIN : UserKind.MEMBER;
        return AccountsAtHand.with(source, accounts -> {
            accounts.ask(Administration.ADD, new Administration.Add(name, password, role));
            System.out.println(name + " has an account now (" + word(role) + ").");
        });
    }

    @Command(name = "list", description = "Lists accounts.", mixinStandardHelpOptions = true)
    int list(
            @Mixin ConfigSource source,
            @Parameters(paramLabel = "PART", arity = "0..1", description = "Those with this in their name.") @Nullable
                    String part)
            throws InterruptedException {
        return AccountsAtHand.with(source, accounts -> {
            Administration.ListAccounts all = new Administration.ListAccounts(null, part, null, Integer.MAX_VALUE);
            List<Account> found = accounts.ask(Administration.ACCOUNTS, all).accounts();
            found.forEach(UserCommand::print);
            if (found.isEmpty()) {
                System.out.println("There is no account" + (part == null ? " yet." : " of such a name."));
            }
        });
    }

    private static void print(Account account) {
        Long seen = account.known().profile().lastSeen();
        System.out.printf(
                "%-32s  %-6s  %-11s  %s%n",
                account.known().user().name(),
                word(account.known().user().kind()),
                account.state().name().toLowerCase(Locale.ROOT),
                seen == null ? "never here" : "last here " + Instant.ofEpochMilli(seen / 1000 * 1000));
    }

    @Command(
            name = "reset",
            description = "Prints a link to set a new password with; it works once.",
            mixinStandardHelpOptions = true)
    int reset(@Mixin ConfigSource source, @Parameters(paramLabel = NAME) String name) throws InterruptedException {
        return AccountsAtHand.with(source, accounts -> {
            Administration.Issued link =
                    accounts.ask(Administration.RESET, new Administration.Reset(null, accounts.named(name)));
            printLink(accounts.settings(), "reset", link);
        });
    }

    @Command(name = "invite", description = "Prints a link to make an account with.", mixinStandardHelpOptions = true)
    int invite(
            @Mixin ConfigSource source,
            @Option(names = "--admin", description = "For administrators.") boolean admin,
            @Option(names = "--uses", defaultValue = "1", description = "For how many (default: ${DEFAULT-VALUE}).")
                    int uses,
            @Option(names = "--hours", defaultValue = "168", description = "For how long (default: ${DEFAULT-VALUE}).")
                    int hours)
            throws InterruptedException {
        UserKind role = admin ? UserKind.ADMIN : UserKind.MEMBER;
        return AccountsAtHand.with(source, accounts -> {
            Administration.Issued link =
                    accounts.ask(Administration.INVITE, new Administration.Invite(null, role, uses, hours));
            printLink(accounts.settings(), "invite", link);
        });
    }

    private static void printLink(Settings settings, String kind, Administration.Issued link) {
        System.out.println(Server.webUrl(settings.web(), settings.web().port()) + "/#/" + kind + "/"
                + link.token().value());
        System.out.println("It works until " + Instant.ofEpochMilli(link.expires() / 1000 * 1000) + ".");
    }

    @Command(name = "role", description = "Sets a role: member or admin.", mixinStandardHelpOptions = true)
    int role(
            @Mixin ConfigSource source,
            @Parameters(paramLabel = NAME) String name,
            @Parameters(paramLabel = "ROLE") UserKind role)
            throws InterruptedException {
        return AccountsAtHand.with(source, accounts -> {
            accounts.ask(Administration.SET_ROLE, new Administration.SetRole(null, accounts.named(name), role));
            System.out.println(name + " is " + word(role) + " now.");
        });
    }

    @Command(
            name = "deactivate",
            description = "Ends the sessions of an account and lets it in no more; everything of it is kept.",
            mixinStandardHelpOptions = true)
    int deactivate(@Mixin ConfigSource source, @Parameters(paramLabel = NAME) String name) throws InterruptedException {
        return setActive(source, name, false);
    }

    @Command(name = "activate", description = "Lets a deactivated account in again.", mixinStandardHelpOptions = true)
    int activate(@Mixin ConfigSource source, @Parameters(paramLabel = NAME) String name) throws InterruptedException {
        return setActive(source, name, true);
    }

    private static int setActive(ConfigSource source, String name, boolean active) throws InterruptedException {
        return AccountsAtHand.with(source, accounts -> {
            accounts.ask(Administration.SET_ACTIVE, new Administration.SetActive(null, accounts.named(name), active));
            System.out.println(name + (active ? " may come in again." : " is deactivated."));
        });
    }

    @Command(
            name = "delete",
            description = "Ends an account for good. Its name stays taken.",
            mixinStandardHelpOptions = true)
    int delete(
            @Mixin ConfigSource source,
            @Parameters(paramLabel = NAME) String name,
            @Option(
                            names = "--messages",
                            required = true,
                            paramLabel = "keep|erase",
                            description = "What becomes of what it wrote.")
                    Messages messages)
            throws InterruptedException {
        return AccountsAtHand.with(source, accounts -> {
            boolean erase = messages == Messages.ERASE;
            accounts.ask(Administration.DELETE, new Administration.Delete(null, accounts.named(name), erase));
            System.out.println(name + " is deleted; the messages "
                    + (erase ? "are erased by the server, at its next start if it does not run." : "are kept."));
        });
    }

    /** What becomes of messages. */
    enum Messages {
        KEEP,
        ERASE
    }

    private static String word(UserKind role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
