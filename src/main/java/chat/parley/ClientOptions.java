package chat.parley;

import chat.parley.console.Address;
import chat.parley.console.Client;
import chat.parley.console.ConfigFolder;
import chat.parley.console.KnownServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where to connect and as whom, for the scripts' commands. */
final class ClientOptions {
    @Option(
            names = "--server",
            paramLabel = "HOST[:PORT]",
            defaultValue = "localhost:8889",
            description = "Where the server is (default: ${DEFAULT-VALUE}).")
    private String server = "localhost:8889";

    @Option(names = "--name", paramLabel = "NAME", description = "Guest name, when there is no token.")
    private @Nullable String name;

    @Option(names = "--token-file", paramLabel = "FILE", description = "File that holds the token of a log-in.")
    private @Nullable Path tokenFile;

    @Option(names = "--no-tls", description = "Without TLS: only for a server on this machine.")
    private boolean noTls;

    /** Fails {@link IllegalArgumentException} with a sentence. */
    Client.Options read(boolean once) {
        Optional<String> token = token();
        Optional<String> guest = token.isPresent() && name == null
                ? Optional.empty()
                : Optional.of(name == null ? System.getProperty("user.name") : name);
        return new Client.Options(Address.parse(server, !noTls), guest, token, Optional.empty(), once);
    }

    /** Never an argument: everybody on the machine sees those. */
    private Optional<String> token() {
        if (tokenFile == null) {
            return Optional.ofNullable(System.getenv("PARLEY_TOKEN"))
                    .map(String::strip)
                    .filter(token -> !token.isEmpty());
        }
        try {
            String token = Files.readString(tokenFile).strip();
            if (token.isEmpty() || token.lines().count() != 1) {
                throw new IllegalArgumentException(tokenFile + " does not hold one token on one line.");
            }
            return Optional.of(token);
        } catch (IOException e) {
            throw new IllegalArgumentException("The token file " + tokenFile + " cannot be read.", e);
        }
    }

    /** What the console remembers, too; a first contact is told on standard error. */
    static KnownServers known() {
        return new KnownServers(ConfigFolder.ofUser(System.getenv("XDG_CONFIG_HOME")), System.err::println);
    }
}
