package chat.parley.log;

import chat.parley.model.Content;
import java.util.Objects;

/** Whether what comes under an id that was used is the same again. */
final class Repeats {
    private Repeats() {}

    /** @param changed whether what is stored was edited or deleted since, and so cannot be compared any more */
    static boolean same(Content stored, boolean changed, Content again) {
        if (stored instanceof Content.Message message && again instanceof Content.Message other) {
            // Whom it mentions the server found itself, and may find anew.
            return changed
                    || (message.text().equals(other.text())
                            && message.files().equals(other.files())
                            && Objects.equals(message.replyTo(), other.replyTo()));
        }
        if (stored instanceof Content.Edit edit && again instanceof Content.Edit other) {
            return edit.target() == other.target()
                    && (edit.text() == null || edit.text().equals(other.text()));
        }
        return stored.equals(again);
    }
}
