package chat.parley;

import chat.parley.config.BadSettingException;
import chat.parley.config.Settings;
import chat.parley.config.SettingsLoader;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where settings come from, for every command that needs them. */
final class ConfigSource {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "YAML file with settings; without it the defaults hold.")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keeps databases, secrets and files under DIR instead of where the settings say.")
    private @Nullable Path data;

    Settings load(Vertx vertx) throws InterruptedException {
        Map<String, String> overrides = new HashMap<>();
        if (data != null) {
            overrides.put("data", data.toString());
            overrides.put("files.store", data.resolve("file-store").toString());
        }
        try {
            return new SettingsLoader(vertx)
                    .load(file, overrides)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BadSettingException bad) {
                throw bad;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
