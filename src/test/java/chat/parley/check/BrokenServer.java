package chat.parley.check;

import chat.parley.Server;
import chat.parley.config.SettingsLoader;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The real server with one thing wrong, worked into what its parts tell each other over the bus. */
public final class BrokenServer {
    private BrokenServer() {}

    /** Arguments: what is broken, and the data folder. */
    public static void main(String[] arguments) throws Exception {
        Broken broken = Broken.valueOf(arguments[0]);
        Path data = Files.createDirectories(Path.of(arguments[1]));
        Vertx vertx = Server.vertx();
        Sabotage.of(broken, vertx, data);
        Server server = new SettingsLoader(vertx)
                .load(
                        null,
                        Map.of(
                                "data", data.toString(),
                                "files.store", data.resolve("file-store").toString()))
                .compose(settings -> Server.start(vertx, settings))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        System.out.println("  Web     http://localhost:" + server.webPort());
        System.out.println("  Native  localhost:" + server.tcpPort());
        System.out.println("  Legacy  localhost:" + server.legacyPort());
        System.out.println("  Files   " + data);
        server.setupUrl().ifPresent(setup -> System.out.println("  Setup   " + setup.value()));
    }
}
