package chat.parley.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, so that it can be killed. It does not outlive this process. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern DOOR = Pattern.compile(" *(Web|Native|Legacy) +\\S*:(\\d+).*");
    private static final int LINES_KEPT = 200;

    private final Process process;
    private final Thread reaper = new Thread(this::destroy, "server-reaper");
    private final List<String> said = new CopyOnWriteArrayList<>();
    private int webPort;
    private int tcpPort;
    private int legacyPort;

    ServerProcess(Process process) throws IOException {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(reaper);
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        try {
            awaitDoors(output);
        } catch (IOException | AssertionError e) {
            kill();
            throw e;
        }
        Thread drain = new Thread(() -> output.lines().forEach(this::keep), "server-output");
        drain.setDaemon(true);
        drain.start();
    }

    /** Starts over a folder and waits until it says where its web door is. */
    public static ServerProcess start(Path data) {
        return new ServerLauncher(data).start();
    }

    /** The doors are listed in one paragraph, the web door first, which ends with the folder of the files. */
    private void awaitDoors(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            keep(line);
            Matcher door = DOOR.matcher(line);
            if (door.matches()) {
                opened(door.group(1), Integer.parseInt(door.group(2)));
            } else if (webPort > 0 && line.startsWith("  Files ")) {
                return;
            }
        }
        throw new AssertionError("The server did not start:\n" + String.join("\n", said));
    }

    private void opened(String door, int port) {
        switch (door) {
            case "Web" -> webPort = port;
            case "Native" -> tcpPort = port;
            default -> legacyPort = port;
        }
    }

    private void keep(String line) {
        said.add(line);
        if (said.size() > LINES_KEPT) {
            said.remove(0);
        }
    }

    public int webPort() {
        return webPort;
    }

    public int tcpPort() {
        return tcpPort;
    }

    public int legacyPort() {
        return legacyPort;
    }

    /** What it printed last. */
    public List<String> said() {
        return List.copyOf(said);
    }

    /** The process of the server itself, also when it was started under another command. */
    public ProcessHandle handle() {
        return process.toHandle()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElse(process.toHandle());
    }

    /** Ends it as a power cut would, as far as the process goes: SIGKILL. */
    public void kill() {
        destroy();
        process.onExit().join();
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // this process is ending itself
        }
    }

    private void destroy() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Asks it to stop (SIGTERM) and waits; its exit status. */
    public int stop() {
        handle().destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("The server did not stop:\n" + String.join("\n", said));
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            kill();
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }
}
