package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/** Files on their way, each on a thread of its own, with a bar for each. */
final class Transfers {
    private static final long REDRAW_NANOS = 150_000_000L;
    private static final int MOST_NUMBERED = 1000;

    private final Client client;
    private final Runnable redraw;
    private final Map<Object, Running> running = new LinkedHashMap<>();

    private record Running(ProgressBar bar, long done, long started) {}

    /** @param redraw called when a bar changed, a few times a second */
    Transfers(Client client, Runnable redraw) {
        this.client = client;
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
            FilesClient files = new FilesClient(welcome.filesUrl(), welcome.token());
            String name = Clean.line(String.valueOf(file.getFileName()));
            return withBar(
                    "sending " + name,
                    Files.size(file),
                    progress -> files.upload(file, type == null ? "application/octet-stream" : type, progress));
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
            Path part = Files.createTempDirectory(folder == null ? path("") : folder, ".parley-download-");
            try {
                Path content = part.resolve("content");
                FilesClient files = new FilesClient(welcome.filesUrl(), welcome.token());
                withBar("saving " + file.name(), file.size(), progress -> {
                    files.download(() -> link(file.id()), content, file.size(), progress);
                    return "";
                });
                return into ? moveToFree(content, wanted, SafeName.of(file.name())) : move(content, wanted);
            } finally {
                Files.deleteIfExists(part.resolve("content"));
                Files.deleteIfExists(part);
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
        String run(LongConsumer progress) throws IOException, InterruptedException, CallException;
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
        Object key = new Object();
        ProgressBar bar = new ProgressBar(what, size, 0);
        long started = System.nanoTime();
        long[] drawn = {started - REDRAW_NANOS};
        try {
            return moving.run(done -> {
                synchronized (running) {
                    running.put(key, new Running(bar, done, started));
                }
                if (System.nanoTime() - drawn[0] >= REDRAW_NANOS) {
                    drawn[0] = System.nanoTime();
                    redraw.run();
                }
            });
        } finally {
            synchronized (running) {
                running.remove(key);
            }
            redraw.run();
        }
    }

    List<String> bars(int columns) {
        List<String> lines = new ArrayList<>();
        synchronized (running) {
            Collection<Running> all = running.values();
            all.forEach(each -> lines.add(
                    each.bar().at(each.done(), Duration.ofNanos(System.nanoTime() - each.started()), columns)));
        }
        return lines;
    }
}
