package chat.parley.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    static String describe() {
        return String.format(
                "%d cores (%s), %s of memory, %s %s, Java %s. Clients and server share the machine;"
                        + " load average at the start %s.",
                Runtime.getRuntime().availableProcessors(),
                value("/proc/cpuinfo", "model name"),
                memory(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                lines("/proc/loadavg")[0].split(" ", -1)[0]);
    }

    private static String memory() {
        long kib = Long.parseLong(value("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
        return Math.round(kib / 1048576.0) + " GiB";
    }

    private static String value(String file, String key) {
        for (String line : lines(file)) {
            if (line.startsWith(key)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "unknown";
    }

    private static String[] lines(String file) {
        try {
            return Files.readString(Path.of(file)).split("\n", -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
