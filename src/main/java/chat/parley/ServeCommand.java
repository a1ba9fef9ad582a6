package chat.parley;

import chat.parley.config.BadSettingException;
import chat.parley.config.Settings;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: runs the server until it is told to stop (SIGINT or SIGTERM). */
@Command(name = "serve", description = "Runs the server.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
    private static final Logger events = LoggerFactory.getLogger("parley.events");
    private static final long STOP_SECONDS = 20;

    @Mixin
    private final ConfigSource source = new ConfigSource();

    @Override
    public Integer call() throws Exception {
        Logging.quiet();
        FreeMemory.giveBack();
        Vertx vertx = Server.vertx();
        Settings settings;
        try {
            settings = source.load(vertx);
        } catch (BadSettingException e) {
            System.err.println(e.getMessage());
            vertx.close();
            return 2;
        }
        try {
            Logging.server(DataFolder.create(settings.data()), settings.eventLog());
            Server server = Server.start(vertx, settings)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, vertx), "parley-stop"));
            Banner.print(settings, server, uptimeMillis());
            Warnings.of(settings, server.identity().certificate()).forEach(events::warn);
            return 0;
        } catch (CannotStartException e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            log.error("Parley could not start. {}", cause instanceof CannotStartException ? cause.getMessage() : cause);
            return 1;
        }
    }

    private static long uptimeMillis() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    private static void stop(Server server, Vertx vertx) {
        try {
            server.stop().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
            vertx.close().toCompletionStage().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            log.warn("Parley did not stop cleanly: {}", e.toString());
        }
    }
}
