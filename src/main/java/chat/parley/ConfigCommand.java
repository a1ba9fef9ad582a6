package chat.parley;

import chat.parley.config.BadSettingException;
import chat.parley.config.Settings;
import chat.parley.config.SettingsText;
import io.vertx.core.Vertx;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code config check} and {@code config print}: the settings without starting anything. */
@Command(
        name = "config",
        description = "Checks or prints the settings without starting anything.",
        mixinStandardHelpOptions = true)
final class ConfigCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Command(
            name = "check",
            description = "Says whether the settings are right, and what is wrong if not.",
            mixinStandardHelpOptions = true)
    int check(@Mixin ConfigSource source) throws InterruptedException {
        return with(source, settings -> "The settings are right.");
    }

    @Command(
            name = "print",
            description = "Prints every setting in force with its explanation; secrets are not shown.",
            mixinStandardHelpOptions = true)
    int print(@Mixin ConfigSource source) throws InterruptedException {
        return with(source, SettingsText::of);
    }

    private static int with(ConfigSource source, Function<Settings, String> answer) throws InterruptedException {
        Logging.quiet();
        Vertx vertx = Vertx.vertx();
        try {
            System.out.println(answer.apply(source.load(vertx)));
            return 0;
        } catch (BadSettingException e) {
            System.err.println(e.getMessage());
            return 2;
        } finally {
            vertx.close();
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
