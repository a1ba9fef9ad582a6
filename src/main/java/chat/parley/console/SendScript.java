package chat.parley.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends one message and ends when it is on the server's disk, over as many connections as that takes. */
public final class SendScript {
    private final Client.Options options;
    private final KnownServers known;
    private final PrintStream err;

    public SendScript(Client.Options options, KnownServers known, PrintStream err) {
        this.options = options;
        this.known = known;
        this.err = err;
    }

    public ExitCode run(String room, String text, Duration timeout) throws InterruptedException {
        Progress progress = new Progress();
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Client client = new Client(options, known, progress);
                AtExit leaving = new AtExit(client, options.token().isEmpty())) {
            client.start();
            try {
                Welcome welcome = await(progress.welcome, deadline);
                String id = await(find(client, welcome, room), deadline);
                Outgoing message = client.send(id, text, List.of());
                CompletableFuture<Long> ended = new CompletableFuture<>();
                CompletableFuture<?> unused =
                        progress.over.whenComplete((none, why) -> ended.completeExceptionally(why));
                progress.sent = true;
                await(CompletableFuture.anyOf(message.stored(), ended), deadline);
                return ExitCode.OK;
            } finally {
                // A guest who came for this message alone leaves its name free
                leaving.now();
            }
        } catch (ScriptFailure e) {
            err.println(e.getMessage());
            return e.code();
        } catch (TimeoutException e) {
            return timedOut(progress, timeout);
        }
    }

    private static CompletableFuture<String> find(Client client, Welcome welcome, String room) {
        Optional<RoomInfo> ours = Lookup.among(welcome.rooms(), room);
        return ours.isPresent()
                ? CompletableFuture.completedFuture(ours.get().id())
                : Lookup.open(client, room).thenApply(RoomInfo::id);
    }

    private ExitCode timedOut(Progress progress, Duration timeout) {
        String time = "within " + timeout.toSeconds() + " s";
        if (progress.sent) {
            err.println("No answer " + time + ": it is unknown whether the message was stored.");
            return ExitCode.UNKNOWN;
        }
        err.println("No connection " + time + ": nothing was sent. The last reason: " + progress.why);
        return ExitCode.NO_CONNECTION;
    }

    static <T> T await(CompletableFuture<T> future, long deadline)
            throws InterruptedException, TimeoutException, ScriptFailure {
        try {
            return future.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw explain(e);
        }
    }

    static ScriptFailure explain(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ScriptFailure known) {
            return known;
        }
        return cause instanceof CallException refusal
                ? new ScriptFailure(ExitCode.of(refusal), refusal.sentence())
                : new ScriptFailure(ExitCode.FAILED, Clean.line(String.valueOf(cause.getMessage())));
    }

    private static final class Progress implements Listener {
        private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private volatile String why = "none yet";
        private volatile boolean sent;

        @Override
        public void online(Welcome greeting, boolean renewed) {
            welcome.complete(greeting);
        }

        @Override
        public void offline(String reason, Duration retryIn) {
            why = reason;
        }

        @Override
        public void over(End end, String sentence) {
            ScriptFailure failure = new ScriptFailure(ExitCode.of(end), sentence);
            welcome.completeExceptionally(failure);
            over.completeExceptionally(failure);
        }
    }
}
