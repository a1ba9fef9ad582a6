package chat.parley;

import chat.parley.console.Address;
import chat.parley.console.ConfigFolder;
import chat.parley.console.Console;
import chat.parley.console.ExitCode;
import java.io.IOException;
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

    @Option(names = "--no-tls", description = "Without TLS: only for a server on this machine.")
    private boolean noTls;

    @Override
    public Integer call() throws IOException {
        Logging.quiet();
        Address address;
        try {
            address = Address.parse(server, !noTls);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE.number();
        }
        ConfigFolder folder = ConfigFolder.ofUser(System.getenv("XDG_CONFIG_HOME"));
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            Optional<Console> console = Console.open(address, folder, terminal, name, System.getenv("NO_COLOR"));
            if (console.isPresent()) {
                try (Console open = console.get()) {
                    open.run();
                }
            }
        }
        return ExitCode.OK.number();
    }
}
