package chat.parley;

import chat.parley.console.Address;
import chat.parley.console.Client;
import chat.parley.console.ConfigFolder;
import chat.parley.console.KnownServers;
import chat.parley.console.Login;
import chat.parley.model.Secret;
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

    @Option(
            names = "--account",
            paramLabel = "NAME",
            description = "Name of an account; its password is in --password-file or PARLEY_PASSWORD.")
    private @Nullable String account;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File that holds the password.")
    private @Nullable Path passwordFile;

    /** Fails {@link IllegalArgumentException} with a sentence. */
    Client.Options read(boolean once) {
        if (account != null && (name != null || tokenFile != null)) {
            throw new IllegalArgumentException("--account goes with neither --name nor --token-file.");
        }
        Optional<String> token = account == null ? token() : Optional.empty();
        return new Client.Options(Address.parse(server, !noTls), login(token), token, Optional.empty(), once);
    }

    private Optional<Login> login(Optional<String> token) {
        if (account != null) {
            Secret password = password(passwordFile)
                    .orElseThrow(() -> new IllegalArgumentException("The password of " + account
                            + " is missing: give --password-file, or the environment variable PARLEY_PASSWORD."));
            return Optional.of(new Login.Account(account, password));
        }
        return token.isPresent() && name == null
                ? Optional.empty()
                : Optional.of(new Login.Guest(name == null ? System.getProperty("user.name") : name));
    }

    /** Never an argument: everybody on the machine sees those. */
    private Optional<String> token() {
        return tokenFile == null
                ? environment("PARLEY_TOKEN")
                : line(tokenFile, "token").map(Secret::value);
    }

    /** Of this file, else of the environment. */
    static Optional<Secret> password(@Nullable Path file) {
        return file == null ? environment("PARLEY_PASSWORD").map(Secret::new) : line(file, "password");
    }

    private static Optional<String> environment(String variable) {
        return Optional.ofNullable(System.getenv(variable)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The one line of a file, if there is a file. */
    static Optional<Secret> line(@Nullable Path file, String what) {
        if (file == null) {
            return Optional.empty();
        }
        try {
            String content = Files.readString(file).strip();
            if (content.isEmpty() || content.lines().count() != 1) {
                throw new IllegalArgumentException(file + " does not hold one " + what + " on one line.");
            }
            return Optional.of(new Secret(content));
        } catch (IOException e) {
            throw new IllegalArgumentException("The " + what + " file " + file + " cannot be read.", e);
        }
    }

    /** What the console remembers, too; a first contact is told on standard error. */
    static KnownServers known() {
        return new KnownServers(ConfigFolder.ofUser(System.getenv("XDG_CONFIG_HOME")), System.err::println);
    }
}
