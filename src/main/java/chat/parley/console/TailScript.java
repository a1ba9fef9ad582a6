package chat.parley.console;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Prints what is said in a room, a line or a JSON object each, over every reconnect without loss or repetition. */
public final class TailScript {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    /**
     * What to print.
     *
     * @param since the number after which to begin; none: only what comes from now on
     * @param count after how many messages to end; none: never
     */
    public record Wanted(String room, boolean json, Optional<Long> since, Optional<Long> count) {}

    private final Client.Options options;
    private final KnownServers known;
    private final PrintStream out;
    private final PrintStream err;

    public TailScript(Client.Options options, KnownServers known, PrintStream out, PrintStream err) {
        this.options = options;
        this.known = known;
        this.out = out;
        this.err = err;
    }

    public ExitCode run(Wanted wanted) throws InterruptedException {
        Printer printer = new Printer(wanted);
        try (Client client = new Client(options, known, printer);
                AtExit leaving = new AtExit(client, options.token().isEmpty())) {
            client.start();
            ExitCode code = followed(client, printer, wanted);
            leaving.now();
            return code;
        }
    }

    private ExitCode followed(Client client, Printer printer, Wanted wanted) throws InterruptedException {
        try {
            Welcome welcome = printer.welcome.get();
            Optional<RoomInfo> ours = Lookup.among(welcome.rooms(), wanted.room());
            RoomInfo room = ours.isPresent()
                    ? ours.get()
                    : Lookup.open(client, wanted.room()).get();
            client.follow(room.id(), wanted.since().orElse(room.lastSequence()));
            return printer.done.get();
        } catch (ExecutionException | CompletionException e) {
            ScriptFailure failure = SendScript.explain(e);
            err.println(failure.getMessage());
            return failure.code();
        }
    }

    static String line(Said said) {
        String time = TIME.format(Instant.ofEpochMilli(said.time()).atZone(ZoneId.systemDefault()));
        StringBuilder line = new StringBuilder(
                time + " " + said.sender().name() + ": " + said.text().replace("\n", "\n    "));
        said.files()
                .forEach(file -> line.append(" [file ")
                        .append(file.name())
                        .append(", ")
                        .append(Amount.bytes(file.size()))
                        .append("]"));
        return line.toString();
    }

    private final class Printer implements Listener {
        private final Wanted wanted;
        private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
        private final CompletableFuture<ExitCode> done = new CompletableFuture<>();
        private long printed;

        Printer(Wanted wanted) {
            this.wanted = wanted;
            if (wanted.count().isPresent() && wanted.count().get() <= 0) {
                done.complete(ExitCode.OK);
            }
        }

        @Override
        public void online(Welcome greeting, boolean renewed) {
            welcome.complete(greeting);
        }

        @Override
        public void entry(Said entry) {
            if (done.isDone() || !entry.isMessage()) {
                return;
            }
            out.println(wanted.json() ? Json.line(entry.json()) : line(entry));
            printed++;
            // Whoever read our output has gone: nothing is wrong with that
            if (out.checkError()
                    || (wanted.count().isPresent() && printed >= wanted.count().get())) {
                done.complete(ExitCode.OK);
            }
        }

        @Override
        public void over(End end, String sentence) {
            ScriptFailure failure = new ScriptFailure(ExitCode.of(end), sentence);
            welcome.completeExceptionally(failure);
            done.completeExceptionally(failure);
        }
    }
}
