package chat.parley;

import chat.parley.console.ExitCode;
import chat.parley.console.TailScript;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tail}: what is said in a room, for a script. */
@Command(
        name = "tail",
        description = "Prints what is said in a room, without loss or repetition over lost connections.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:--count messages were printed, or nobody reads the output any more",
            "1:failed: the server ended the session",
            "2:wrong usage",
            "3:no connection (at the start; later it comes back by itself)",
            "4:refused at log-in, or the server's certificate has changed",
            "5:no such room or person"
        },
        footer = "%nThe token comes from --token-file or the environment variable PARLEY_TOKEN; without one"
                + " the reader is a guest of --name, or of your user name.")
final class TailCommand implements Callable<Integer> {
    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(
            names = "--room",
            required = true,
            paramLabel = "ROOM",
            description = "A room's name or id, or @name for a person.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String room;

    @Option(names = "--json", description = "One JSON object a line, as docs/protocol.md describes an entry.")
    private boolean json;

    @Option(
            names = "--since",
            paramLabel = "N",
            description = "Begins after the entry of this number; 0: with the first.")
    private @Nullable Long since;

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many messages.")
    private @Nullable Long count;

    @Override
    public Integer call() throws InterruptedException {
        Logging.quiet();
        try {
            if (since != null && since < 0) {
                throw new IllegalArgumentException("--since is a number from 0 on, not " + since + ".");
            }
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            return new TailScript(client.read(true), ClientOptions.known(), out, System.err)
                    .run(new TailScript.Wanted(room, json, Optional.ofNullable(since), Optional.ofNullable(count)))
                    .number();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE.number();
        }
    }
}
