package chat.parley.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Files;
import chat.parley.bus.Request;
import chat.parley.config.Settings;
import chat.parley.config.Size;
import chat.parley.model.FileId;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A real file store in a folder of its own, asked over the bus; fails when an error was dropped or an event loop blocked. */
public final class StoreProbe implements AutoCloseable {
    public static final long MAX_SIZE = 10_000_000;
    public static final long PER_USER = 40_000_000;
    public static final long IN_ALL = 60_000_000;

    private final List<String> accidents = new CopyOnWriteArrayList<>();
    private final Settings.Files settings;
    private final Path folder;
    private final Vertx vertx;
    private final Bus bus;
    private Opener opener;
    private String deployment = "";

    /** Opens what bytes go to. */
    interface Opener {
        BlobStore open(Path store, long keepFree) throws IOException;
    }

    public StoreProbe(Path folder) {
        this(folder, folder.resolve("store"), Duration.ofHours(24));
    }

    StoreProbe(Path folder, Opener opener) {
        this(folder, folder.resolve("store"), Duration.ofHours(24), opener);
    }

    /** One whose bytes go somewhere without paths. */
    public static StoreProbe withoutPaths(Path folder) {
        BlobStore blobs = new MemoryBlobs();
        return new StoreProbe(folder, (store, keepFree) -> blobs);
    }

    public StoreProbe(Path folder, Path store, Duration unfinishedKept) {
        this(folder, store, unfinishedKept, LocalDisk::open);
    }

    private StoreProbe(Path folder, Path store, Duration unfinishedKept, Opener opener) {
        this.opener = opener;
        this.folder = folder;
        this.settings = new Settings.Files(
                store,
                new Size(MAX_SIZE),
                new Size(PER_USER),
                new Size(IN_ALL),
                new Size(0),
                unfinishedKept,
                Duration.ofMinutes(5),
                Duration.ofHours(1));
        this.vertx = Vertx.vertx(new VertxOptions()
                .setMaxEventLoopExecuteTime(500)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setBlockedThreadCheckInterval(50));
        ((VertxInternal) vertx)
                .blockedThreadChecker()
                .setThreadBlockedHandler(blocked -> accidents.add("blocked: " + blocked.thread()));
        vertx.exceptionHandler(e -> accidents.add(e.toString()));
        Bus.prepare(vertx);
        this.bus = new Bus(vertx);
        start();
    }

    public void start() {
        deployment = await(vertx.deployVerticle(new FileStoreVerticle(
                settings,
                folder,
                () -> opener.open(settings.store(), settings.keepFree().bytes()))));
    }

    public void stop() {
        await(vertx.undeploy(deployment));
    }

    void restart(Opener next) {
        stop();
        opener = next;
        start();
    }

    /** For what goes on in the background, of which nothing tells when it is over. */
    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                    .join();
        }
    }

    public Vertx vertx() {
        return vertx;
    }

    public Bus bus() {
        return bus;
    }

    public Settings.Files settings() {
        return settings;
    }

    public Path store() {
        return settings.store();
    }

    public <Q extends Record, A extends Record> A ask(Request<Q, A> request, Q question) {
        return await(bus.ask(request, question));
    }

    /** The failure that a question gets; its sentence is returned by {@link #sentence}. */
    public <Q extends Record, A extends Record> Failure failure(Request<Q, A> request, Q question) {
        return refusal(request, question).failure();
    }

    public <Q extends Record, A extends Record> String sentence(Request<Q, A> request, Q question) {
        return refusal(request, question).sentence();
    }

    private <Q extends Record, A extends Record> FailureException refusal(Request<Q, A> request, Q question) {
        Throwable thrown = catchThrowable(() -> ask(request, question));
        assertThat(thrown).isInstanceOf(FailureException.class);
        return (FailureException) thrown;
    }

    public FileId begin(UserId owner, @Nullable Long size) {
        return ask(Files.CREATE, new Files.Create(owner, "a.txt", "text/plain", size))
                .id();
    }

    public Files.Upload write(FileId id, UserId owner, long offset, byte[] bytes) {
        return ask(Files.WRITE, new Files.Write(id, owner, 0, offset, new Files.Bytes(bytes)));
    }

    /** A finished file. */
    public Files.Stored file(UserId owner, String name, byte[] bytes) {
        FileId id = ask(Files.CREATE, new Files.Create(owner, name, "application/x-claimed", (long) bytes.length))
                .id();
        for (int at = 0; at < bytes.length; at += Files.CHUNK) {
            byte[] chunk = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Files.CHUNK));
            write(id, owner, at, chunk);
        }
        return ask(Files.FINISH, new Files.Finish(id, owner, null, null));
    }

    public byte[] content(FileId id) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            byte[] chunk = ask(Files.READ, new Files.Read(id, all.size(), Files.CHUNK))
                    .bytes()
                    .array();
            if (chunk.length == 0) {
                return all.toByteArray();
            }
            all.writeBytes(chunk);
        }
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof FailureException failure) {
                throw failure;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
        assertThat(accidents).isEmpty();
    }
}
