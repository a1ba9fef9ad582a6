package chat.parley.storage;

import java.io.IOException;

/** A backup, a restore or a start that cannot be. The message is for a person, and says what would help. */
public final class StorageException extends IOException {
    private static final long serialVersionUID = 1;

    StorageException(String message) {
        super(message);
    }
}
