package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Files on their way, each on a thread of its own, with a bar and a number for each. */
final class Transfers {
    private static final long REDRAW_NANOS = 150_000_000L;
    private static final int MOST_NUMBERED = 1000;
    private static final String PAUSED = ", paused";

    private final Client client;
    private final TransferMemory memory;
    private final Runnable redraw;
    private final Map<Integer, Running> running = new TreeMap<>();

    private record Running(String what, long total, Speed speed, Gate gate) {}

    /** @param redraw called when a bar changed, a few times a second */
    Transfers(Client client, ConfigFolder folder, Runnable redraw) {
        this.client = client;
        this.memory = new TransferMemory(folder);
        this.redraw = redraw;
    }

    /** {@code ~} is the home folder, nothing is the current one. */
    static Path path(String typed) {
        if (typed.equals("~") || typed.startsWith("~/")) {
            return Path.of(System.getProperty("user.home") + typed.substring(1));
        }
        return Path.of(typed.isEmpty() ? "." : typed);
    }

    /** Uploads a file; answers its id. */
    CompletableFuture<String> upload(Path file, Welcome welcome) {
        return inBackground(() -> {
            if (!Files.isRegularFile(file)) {
                throw new CallException("", "There is no file " + file + ".");
            }
            String type = Files.probeContentType(file);
            FilesClient files = new FilesClient(welcome.filesUrl(), welcome.filesAuthority(), welcome.token(), memory);
            String name = Clean.line(String.valueOf(file.getFileName()));
            return withBar(
                    "sending " + name,
                    Files.size(file),
                    (gate, progress) ->
                            files.upload(file, type == null ? "application/octet-stream" : type, gate, progress));
        });
    }

    /** Saves a file under a name that is free: in the current folder, in the folder {@code where}, or exactly as {@code where}. */
    CompletableFuture<Path> download(Said.Attachment file, String where, Welcome welcome) {
        return inBackground(() -> {
            Path wanted = path(where);
            boolean into = where.isEmpty() || Files.isDirectory(wanted);
            if (!into && Files.exists(wanted)) {
                throw new CallException("", wanted + " exists already. Please say another path; nothing was saved.");
            }
            Path folder = into ? wanted : wanted.toAbsolutePath().getParent();
            FilesClient files = new FilesClient(welcome.filesUrl(), welcome.filesAuthority(), welcome.token(), memory);
            PartFile part = PartFile.in(folder == null ? path("") : folder, file.id(), memory);
            try {
                withBar("saving " + file.name(), file.size(), (gate, progress) -> {
                    files.download(() -> link(file.id()), part.content(), file.size(), gate, progress);
                    return "";
                });
            } catch (IOException e) {
                throw part.isWorthKeeping()
                        ? new IOException(e.getMessage() + "; what came is kept, and another /download goes on", e)
                        : e;
            } catch (CancellationException | CallException e) {
                part.remove();
                throw e;
            }
            try {
                return into
                        ? moveToFree(part.content(), wanted, SafeName.of(file.name()))
                        : move(part.content(), wanted);
            } finally {
                part.remove();
            }
        });
    }

    private String link(String file) throws Exception {
        JsonNode link =
                client.call("files.link", Json.object().put("file", file)).get();
        return link.path("url").asText();
    }

    /** A link to the same content fails when the name is taken, where a move would overwrite. */
    private static Path move(Path content, Path target) throws IOException {
        try {
            Files.createLink(target, content);
        } catch (UnsupportedOperationException e) {
            Files.move(content, target);
        }
        return target;
    }

    private static Path moveToFree(Path content, Path folder, String name) throws IOException {
        for (int number = 1; number < MOST_NUMBERED; number++) {
            try {
                return move(content, folder.resolve(number == 1 ? name : SafeName.numbered(name, number)));
            } catch (FileAlreadyExistsException e) {
                // The next number
            }
        }
        throw new FileAlreadyExistsException(name);
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    private interface Moving {
        String run(Gate gate, LongConsumer progress) throws IOException, InterruptedException, CallException;
    }

    private static <T> CompletableFuture<T> inBackground(Work<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(work.run());
                    } catch (Exception e) {
                        result.completeExceptionally(e);
                    }
                },
                "parley-transfer");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private String withBar(String what, long size, Moving moving)
            throws IOException, InterruptedException, CallException {
        Running transfer = new Running(what, size, new Speed(System.nanoTime(), 0), new Gate());
        int number = begin(transfer);
        long[] drawn = {System.nanoTime() - REDRAW_NANOS};
        boolean[] first = {true};
        try {
            return moving.run(transfer.gate(), done -> {
                boolean waited = transfer.gate().isPaused();
                transfer.gate().pass();
                long now = System.nanoTime();
                synchronized (running) {
                    if (first[0] || waited) {
                        transfer.speed().restart(now, done);
                        first[0] = false;
                    } else {
                        transfer.speed().at(now, done);
                    }
                }
                if (now - drawn[0] >= REDRAW_NANOS) {
                    drawn[0] = now;
                    redraw.run();
                }
            });
        } finally {
            synchronized (running) {
                running.remove(number);
            }
            redraw.run();
        }
    }

    private int begin(Running transfer) {
        synchronized (running) {
            int number = 1;
            while (running.containsKey(number)) {
                number++;
            }
            running.put(number, transfer);
            return number;
        }
    }

    /** What can be done to transfers that go on. */
    enum Action {
        PAUSE("paused"),
        RESUME("goes on"),
        CANCEL("cancelled");

        private final String done;

        Action(String done) {
            this.done = done;
        }

        private void to(Gate gate) {
            switch (this) {
                case PAUSE -> gate.pause();
                case RESUME -> gate.resume();
                case CANCEL -> gate.cancel();
            }
        }
    }

    /** Does it to the transfer of a number, or to all; answers a sentence about it. */
    String act(Action action, Optional<Integer> number) {
        List<Running> meant = new ArrayList<>();
        synchronized (running) {
            running.forEach((each, transfer) -> {
                if (number.isEmpty() || number.get().equals(each)) {
                    meant.add(transfer);
                }
            });
        }
        if (meant.isEmpty()) {
            return number.isEmpty() ? "No file is on its way." : "There is no transfer " + number.get() + ".";
        }
        meant.forEach(transfer -> action.to(transfer.gate()));
        redraw.run();
        return meant.stream()
                .map(transfer -> transfer.what() + ": " + action.done)
                .collect(Collectors.joining(", ", "", "."));
    }

    List<String> bars(int columns) {
        List<String> lines = new ArrayList<>();
        synchronized (running) {
            running.forEach((number, transfer) -> {
                Speed speed = transfer.speed();
                ProgressBar bar = new ProgressBar(number + " " + transfer.what(), transfer.total(), speed.from());
                lines.add(
                        transfer.gate().isPaused()
                                ? bar.at(speed.done(), Duration.ZERO, columns - PAUSED.length()) + PAUSED
                                : bar.at(speed.done(), speed.since(System.nanoTime()), columns));
            });
        }
        return lines;
    }
}
