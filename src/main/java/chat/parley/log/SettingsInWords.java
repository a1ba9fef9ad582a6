package chat.parley.log;

import chat.parley.model.Content;
import chat.parley.model.Room;
import java.util.ArrayList;
import java.util.List;

/** Changed settings of a room as a line of its audit. */
final class SettingsInWords {
    private SettingsInWords() {}

    static String of(Content.Settings settings) {
        List<String> words = new ArrayList<>();
        if (settings.history() != null) {
            words.add("history " + (settings.history() == Room.History.ALL ? "all" : "joined"));
        }
        if (settings.retentionDays() != null) {
            words.add(settings.retentionDays() == 0 ? "kept for ever" : "kept " + settings.retentionDays() + " days");
        }
        if (settings.archived() != null) {
            words.add(settings.archived() ? "archived" : "no longer archived");
        }
        return String.join(", ", words);
    }
}
