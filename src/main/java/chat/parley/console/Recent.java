package chat.parley.console;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The messages that were shown lately, for those that refer to them. Synchronised. */
final class Recent {
    private static final int MOST = 2000;

    private final Map<String, Said> messages = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Said> eldest) {
            return size() > MOST;
        }
    };

    private static String key(String room, long seq) {
        return room + "#" + seq;
    }

    /** Takes in a message, or what became of one. */
    synchronized void take(Said said) {
        switch (said.type()) {
            case "message" -> messages.put(key(said.room(), said.seq()), said);
            case "edit" ->
                messages.computeIfPresent(key(said.room(), said.target()), (key, before) -> before.saying(said.text()));
            case "delete" -> messages.remove(key(said.room(), said.target()));
            default -> {}
        }
    }

    synchronized Optional<Said> find(String room, long seq) {
        return Optional.ofNullable(messages.get(key(room, seq)));
    }

    /** The number of somebody's last message in a room. */
    synchronized Optional<Long> last(String room, String user) {
        return messages.values().stream()
                .filter(each -> each.room().equals(room) && each.sender().id().equals(user))
                .map(Said::seq)
                .max(Long::compare);
    }

    /** Such as {@code #12 "Good morning…"}. */
    synchronized String quoted(String room, long seq) {
        return "#" + seq
                + find(room, seq)
                        .filter(said -> !said.text().isEmpty())
                        .map(said -> " \"" + Width.cut(Clean.line(said.text().replace('\n', ' ')), 30) + "\"")
                        .orElse("");
    }
}
