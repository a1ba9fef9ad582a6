package chat.parley;

import chat.parley.console.ExitCode;
import chat.parley.console.SendScript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code send}: one message from a script. */
@Command(
        name = "send",
        description = "Sends one message and ends when it is on the server's disk.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stored: the server has it on its disk",
            "1:failed: the server refused the message",
            "2:wrong usage",
            "3:no connection: nothing was sent",
            "4:refused at log-in, or the server's certificate has changed",
            "5:no such room or person",
            "6:unknown: no answer within --timeout"
        },
        footer = "%nThe token comes from --token-file or the environment variable PARLEY_TOKEN; without one"
                + " the sender is a guest of --name, or of your user name.")
final class SendCommand implements Callable<Integer> {
    private static final int MOST_BYTES = 1024 * 1024;

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Option(
            names = "--room",
            required = true,
            paramLabel = "ROOM",
            description = "A room's name or id, or @name for a person.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String room;

    @Option(
            names = "--text",
            required = true,
            paramLabel = "TEXT",
            description = "What to say; - reads it from standard input.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String text;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to go on trying (default: ${DEFAULT-VALUE}).")
    private long timeout = 30;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.quiet();
        String said = text.equals("-")
                ? new String(System.in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).stripTrailing()
                : text;
        try {
            if (said.isBlank()) {
                throw new IllegalArgumentException("There is nothing to send: the text is empty.");
            }
            return new SendScript(client.read(false), ClientOptions.known(), System.err)
                    .run(room, said, Duration.ofSeconds(timeout))
                    .number();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return ExitCode.USAGE.number();
        }
    }
}
