package chat.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How a server process is to be started: from the class path or a jar, with what settings, under what other command. */
public final class ServerLauncher {
    private final Path data;
    private final List<String> wrapper = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private List<String> program =
            List.of("-cp", System.getProperty("java.class.path"), "chat.parley.Main", "serve", "--data");

    public ServerLauncher(Path data) {
        this.data = data;
        setting("WEB_PORT", "0");
        setting("TCP_PORT", "0");
        setting("LIMITS_MESSAGES_PER_SECOND", "100000");
    }

    /** Runs a jar as a person would. */
    public ServerLauncher jar(Path jar) {
        program = List.of("-jar", jar.toString(), "serve", "--data");
        return this;
    }

    /** Runs another main class of the class path, which is given these arguments and the data folder. */
    public ServerLauncher main(Class<?> main, String... arguments) {
        program = new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        program.addAll(List.of(arguments));
        return this;
    }

    /** A setting by its name as an environment variable, without PARLEY_. */
    public ServerLauncher setting(String name, String value) {
        environment.put("PARLEY_" + name, value);
        return this;
    }

    public ServerLauncher environment(Map<String, String> variables) {
        environment.putAll(variables);
        return this;
    }

    public ServerLauncher option(String option) {
        options.add(option);
        return this;
    }

    /** Runs java under another command, such as strace. */
    public ServerLauncher under(List<String> command) {
        wrapper.addAll(command);
        return this;
    }

    /** Starts, and waits until the doors are open. */
    public ServerProcess start() {
        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(program);
        command.add(data.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
