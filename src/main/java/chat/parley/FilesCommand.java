package chat.parley;

import chat.parley.bus.Bus;
import chat.parley.bus.Files;
import chat.parley.config.BadSettingException;
import chat.parley.config.Settings;
import chat.parley.files.FileCheckVerticle;
import chat.parley.model.FileId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.NoSuchFileException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code files verify}: whether the stored files still are what was uploaded. */
@Command(name = "files", description = "Looks after the stored files.", mixinStandardHelpOptions = true)
final class FilesCommand implements Runnable {
    /** Reading a very large file from a slow disk takes its time. */
    private static final long CHECK_TIMEOUT_MS = 24 * 3_600_000L;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "verify",
            description =
                    "Reads every stored file and compares it with the SHA-256 kept at its upload. The server may run meanwhile.",
            mixinStandardHelpOptions = true,
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:every file is sound, or still without a hash",
                "1:a file is damaged or missing",
                "2:the settings are wrong, or there is no file store"
            })
    int verify(@Mixin ConfigSource source) throws InterruptedException {
        Logging.quiet();
        Vertx vertx = Vertx.vertx();
        try {
            Settings settings = source.load(vertx);
            Bus.prepare(vertx);
            get(vertx.deployVerticle(new FileCheckVerticle(settings.files(), settings.data())));
            return verify(new Bus(vertx));
        } catch (BadSettingException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (ExecutionException e) {
            System.err.println(
                    e.getCause() instanceof NoSuchFileException missing
                            ? "There are no files to check: " + missing.getMessage() + " does not exist."
                            : "The files cannot be checked: " + e.getCause());
            return 2;
        } finally {
            vertx.close();
        }
    }

    private static int verify(Bus bus) throws ExecutionException, InterruptedException {
        Map<Files.Verdict, Integer> counts = new EnumMap<>(Files.Verdict.class);
        long bytes = 0;
        for (Files.Finding found = next(bus, null);
                found != null;
                found = next(bus, found.file().id())) {
            counts.merge(found.verdict(), 1, Integer::sum);
            bytes += found.file().size();
            if (found.verdict() != Files.Verdict.SOUND) {
                String verdict = found.verdict().name().toLowerCase(Locale.ROOT);
                System.out.println(
                        verdict + ": " + found.file().id() + " " + found.file().name());
            }
        }
        int damaged = counts.getOrDefault(Files.Verdict.DAMAGED, 0);
        int missing = counts.getOrDefault(Files.Verdict.MISSING, 0);
        System.out.println(counts.getOrDefault(Files.Verdict.SOUND, 0) + " sound, " + damaged + " damaged, " + missing
                + " missing, " + counts.getOrDefault(Files.Verdict.UNHASHED, 0) + " without a hash yet; " + bytes
                + " bytes in all.");
        return damaged + missing == 0 ? 0 : 1;
    }

    private static Files.@Nullable Finding next(Bus bus, @Nullable FileId after)
            throws ExecutionException, InterruptedException {
        return get(bus.ask(Files.CHECK, new Files.Check(after), CHECK_TIMEOUT_MS))
                .finding();
    }

    private static <T> T get(Future<T> future) throws ExecutionException, InterruptedException {
        return future.toCompletionStage().toCompletableFuture().get();
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
