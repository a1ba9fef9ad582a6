package chat.parley.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Our messages that are not on the server's disk yet, as far as a person wants to see them. */
final class Pending {
    private static final int SHOWN = 3;

    private final List<Outgoing> waiting = new ArrayList<>();
    private final List<Outgoing> failed = new ArrayList<>();

    synchronized void add(Outgoing message) {
        waiting.add(message);
    }

    synchronized void remove(Outgoing message) {
        waiting.remove(message);
    }

    /** It came back from the server, which may be before the answer does. */
    synchronized void arrived(String id) {
        waiting.removeIf(message -> message.id().equals(id));
    }

    synchronized void failed(Outgoing message) {
        waiting.remove(message);
        failed.add(message);
    }

    synchronized List<Outgoing> takeFailed() {
        List<Outgoing> all = List.copyOf(failed);
        failed.clear();
        return all;
    }

    synchronized List<String> lines(int columns) {
        List<String> lines = waiting.stream()
                .limit(SHOWN)
                .map(message -> Width.cut(
                                "  … " + (message.text().isEmpty() ? "(file)" : Clean.line(message.text())),
                                columns - 12)
                        + " (sending)")
                .collect(Collectors.toCollection(ArrayList::new));
        if (waiting.size() > SHOWN) {
            lines.add("  … and " + (waiting.size() - SHOWN) + " more");
        }
        return lines;
    }
}
