package chat.parley.model;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The images that may be shown in a page, told by their first bytes and never by what the uploader said. */
public final class ImageType {
    private ImageType() {}

    /** The media type; null when it is none of them. */
    public static @Nullable String of(byte[] start) {
        String text = new String(start, 0, Math.min(start.length, 16), StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        } else if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        } else if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return "image/gif";
        } else if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return "image/webp";
        } else if (text.startsWith("ftypavif", 4)) { // not avis, which moves
            return "image/avif";
        }
        return null;
    }
}
