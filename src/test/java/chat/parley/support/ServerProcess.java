package chat.parley.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, so that it can be killed. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern WEB = Pattern.compile("Web +http://localhost:(\\d+)");

    private final Process process;
    private final int webPort;

    private ServerProcess(Process process, int webPort) {
        this.process = process;
        this.webPort = webPort;
    }

    /** Starts over a folder and waits until it says where its web door is. */
    public static ServerProcess start(Path data) {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "chat.parley.Main",
                "serve",
                "--data",
                data.toString());
        builder.environment().put("PARLEY_WEB_PORT", "0");
        builder.environment().put("PARLEY_TCP_PORT", "0");
        builder.environment().put("PARLEY_LIMITS_MESSAGES_PER_SECOND", "100000");
        builder.redirectErrorStream(true);
        try {
            Process process = builder.start();
            return new ServerProcess(process, webPort(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int webPort(Process process) throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            Matcher web = WEB.matcher(line);
            if (web.find()) {
                drain(said);
                return Integer.parseInt(web.group(1));
            }
        }
        throw new AssertionError("The server did not start:\n" + all);
    }

    private static void drain(BufferedReader said) {
        Thread drain = new Thread(() -> said.lines().forEach(line -> {}), "server-output");
        drain.setDaemon(true);
        drain.start();
    }

    public int webPort() {
        return webPort;
    }

    /** Ends it as a power cut would, as far as the process goes: SIGKILL. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
