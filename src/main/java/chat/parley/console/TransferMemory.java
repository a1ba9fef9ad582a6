package chat.parley.console;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where unfinished transfers stand, kept over the end of the console: a line each, the newest last. */
final class TransferMemory {
    private static final String FILE = "transfers";
    private static final int MOST = 200;

    private final ConfigFolder folder;

    TransferMemory(ConfigFolder folder) {
        this.folder = folder;
    }

    synchronized Optional<String> find(String key) throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith(key + " "))
                .map(line -> line.substring(key.length() + 1))
                .reduce((older, newer) -> newer);
    }

    synchronized void keep(String key, String value) throws IOException {
        List<String> lines = without(key);
        lines.add(key + " " + value);
        write(lines.subList(Math.max(0, lines.size() - MOST), lines.size()));
    }

    synchronized void forget(String key) throws IOException {
        if (find(key).isPresent()) {
            write(without(key));
        }
    }

    private List<String> without(String key) throws IOException {
        List<String> lines = new ArrayList<>(lines());
        lines.removeIf(line -> line.startsWith(key + " "));
        return lines;
    }

    private List<String> lines() throws IOException {
        return folder.read(FILE).lines().toList();
    }

    private void write(List<String> lines) throws IOException {
        folder.write(FILE, String.join("\n", lines) + "\n");
    }
}
