package chat.parley.bridge.legacy;

import chat.parley.bus.Files.Alias;
import chat.parley.model.FileId;
import java.util.LinkedHashMap;
import java.util.Map;

/** What legacy clients were told as the ids of files, the most recent thousands; older ones go by their own id. */
final class Aliases {
    private static final int KEPT = 4096;

    private final Map<FileId, String> called = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FileId, String> eldest) {
            return size() > KEPT;
        }
    };

    void learn(Alias alias) {
        called.put(alias.id(), alias.alias());
    }

    String of(FileId file) {
        return called.getOrDefault(file, file.value());
    }
}
