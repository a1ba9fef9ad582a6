package chat.parley.files;

import chat.parley.model.FileId;
import chat.parley.model.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about an upload that goes on. {@code size} null: not known before its end. {@code held}: where it
 * stands while a part is received that counts only as a whole; null at other times.
 */
record FileRow(
        FileId id,
        UserId owner,
        String name,
        String type,
        @Nullable Long size,
        long created,
        @Nullable Long held) {}
