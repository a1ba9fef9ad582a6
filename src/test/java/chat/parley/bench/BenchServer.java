package chat.parley.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The server under measurement, a process of its own: its doors, its CPU time and its memory. */
final class BenchServer implements AutoCloseable {
    private static final Pattern DOOR = Pattern.compile("^ +(Web|Native|Legacy) +\\S+:(\\d+)");
    private static final double TICKS_PER_SECOND = 100;

    private static final Map<String, String> LIMITS = Map.of(
            "PARLEY_LIMITS_CONNECTIONS", "100000",
            "PARLEY_LIMITS_CONNECTIONS_PER_ADDRESS", "100000",
            "PARLEY_LIMITS_LOGINS_PER_MINUTE", "1000000",
            "PARLEY_LIMITS_MESSAGES_PER_SECOND", "100000",
            "PARLEY_LIMITS_REQUESTS_WAITING", "256",
            "PARLEY_LIMITS_LOGIN_TIME", "10m",
            "PARLEY_LIMITS_IDLE_TIME", "1h",
            "PARLEY_ROOMS_MEMBERS", "100000");

    private final Process process;
    private final Path data;
    private final Map<String, Integer> ports = new HashMap<>();

    private BenchServer(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** Starts over an empty folder, with everything open that the door needs. */
    static BenchServer start(Path jar, List<String> javaOptions, Path under, DoorKind door) {
        try {
            Files.createDirectories(under);
            Path data = Files.createTempDirectory(under, "bench-");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(javaOptions);
            command.addAll(List.of("-jar", jar.toString(), "serve", "--data", data.toString()));
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(LIMITS);
            builder.environment().put("PARLEY_ROOMS_CREATE", "everybody");
            builder.environment().put("PARLEY_WEB_PORT", "0");
            builder.environment().put("PARLEY_TCP_PORT", "0");
            builder.environment().put("PARLEY_TCP_TLS", String.valueOf(door == DoorKind.TLS));
            builder.environment().put("PARLEY_LEGACY_PORT", "0");
            builder.environment().put("PARLEY_LEGACY_ENABLED", String.valueOf(door == DoorKind.LEGACY));
            builder.environment()
                    .put("PARLEY_FILES_STORE", data.resolve("files").toString());
            BenchServer server = new BenchServer(builder.start(), data);
            server.readBanner();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readBanner() throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            all.append(line).append('\n');
            Matcher door = DOOR.matcher(line);
            if (door.find()) {
                ports.put(door.group(1), Integer.parseInt(door.group(2)));
            } else if (line.contains("Next:")) {
                Thread rest = new Thread(() -> complain(said), "server-output");
                rest.setDaemon(true);
                rest.start();
                return;
            }
        }
        throw new IllegalStateException("The server did not start:\n" + all);
    }

    /** What the server warns of belongs beside its figures. */
    private static void complain(BufferedReader said) {
        try {
            said.lines()
                    .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                    .forEach(System.err::println);
        } catch (UncheckedIOException closed) {
            // the server has ended
        }
    }

    int port(String door) {
        return ports.getOrDefault(door, 0);
    }

    long pid() {
        return process.pid();
    }

    /** CPU-seconds that the process has used, all threads, user and system. */
    double cpuSeconds() {
        String stat = read("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory in KiB. */
    long residentKib() {
        return Stream.of(read("status").split("\n", -1))
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private String read(String file) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid()), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Collects garbage twice, the second time what the first made unreachable; answers the live heap in KiB. */
    long liveHeapKib() {
        jcmd("GC.run");
        jcmd("GC.run");
        Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("jcmd does not tell the heap's use");
        }
        return Long.parseLong(used.group(1));
    }

    String jcmd(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(String.valueOf(pid()));
        command.addAll(List.of(arguments));
        try {
            Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
