package chat.parley;

import chat.parley.console.Address;
import chat.parley.console.ConfigFolder;
import chat.parley.console.Console;
import chat.parley.console.ExitCode;
import chat.parley.console.Login;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code console}: the chat in a terminal. */
@Command(
        name = "console",
        description = "Opens the chat in this terminal.",
        mixinStandardHelpOptions = true,
        footer = "%nWhat it remembers (servers' certificates, its session) is in ~/.config/parley."
                + " A password comes from --password-file, the environment variable PARLEY_PASSWORD, or is asked for."
                + " Colours are left out where NO_COLOR is set.")
final class ConsoleCommand implements Callable<Integer> {
    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            defaultValue = "localhost:8889",
            description = "Where the server is (default: ${DEFAULT-VALUE}).")
    private String server = "localhost:8889";

    @Option(names = "--name", paramLabel = "NAME", description = "Your name; without it the one of last time.")
    private @Nullable String name;

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "Comes in with an account; asks for the password unless last time's session still holds.")
    private @Nullable String account;

    @Option(
            names = "--register",
            paramLabel = "NAME",
            description = "Makes an account; asks for a password and an invitation.")
    private @Nullable String register;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File that holds the password.")
    private @Nullable Path passwordFile;

    @Option(names = "--invite-file", paramLabel = "FILE", description = "File that holds the invitation's link.")
    private @Nullable Path inviteFile;

    @Option(names = "--no-tls", description = "Without TLS: only for a server on this machine.")
    private boolean noTls;

    private Console.As as() {
        if ((name == null ? 0 : 1) + (account == null ? 0 : 1) + (register == null ? 0 : 1) > 1) {
            throw new IllegalArgumentException("Only one of --name, --account and --register can be.");
        }
        if (account != null) {
            return new Console.As.Account(account, ClientOptions.password(passwordFile));
        }
        if (register != null) {
            return new Console.As.Register(
                    register,
                    ClientOptions.password(passwordFile),
                    ClientOptions.line(inviteFile, "invitation").map(link -> Login.token(link.value())));
        }
        return new Console.As.Guest(Optional.ofNullable(name));
    }

    @Override
    public Integer call() throws IOException {
        Logging.quiet();
        Address address;
        Console.As as;
        try {
            address = Address.parse(server, !noTls);
            as = as();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE.number();
        }
        ConfigFolder folder = ConfigFolder.ofUser(System.getenv("XDG_CONFIG_HOME"));
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            Optional<Console> console =
                    Console.open(address, folder, terminal, as, Optional.ofNullable(System.getenv("NO_COLOR")));
            if (console.isPresent()) {
                try (Console open = console.get()) {
                    open.run();
                }
            }
        }
        return ExitCode.OK.number();
    }
}
