package chat.parley.bridge.web;

import chat.parley.model.ImageSize;
import chat.parley.model.ImageType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown or played in a page: images, sound and moving pictures, told by their first bytes and never by what
 * the uploader said. Nothing of it can run there, and no image fills a reader's memory.
 */
final class SafeType {
    /** An image of more is saved and not shown: this many take 200 MB. */
    static final long MOST_PIXELS = 50_000_000;

    private SafeType() {}

    /** The media type; null when it is to be saved and not shown. */
    static @Nullable String of(byte[] start) {
        String image = ImageType.of(start);
        return image == null ? soundOrVideo(start) : isTooLarge(start) ? null : image;
    }

    /** Whether it is an image of too many pixels, or one that does not tell how many. */
    static boolean isTooLarge(byte[] start) {
        if (ImageType.of(start) == null) {
            return false;
        }
        ImageSize size = ImageSize.of(start);
        return size == null || size.pixels() > MOST_PIXELS;
    }

    private static @Nullable String soundOrVideo(byte[] start) {
        String text = new String(start, 0, Math.min(start.length, 16), StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u001aE\u00df\u00a3")) {
            return "video/webm"; // sound alone, too: players look inside
        } else if (text.startsWith("ftypM4A", 4) || text.startsWith("ftypM4B", 4)) {
            return "audio/mp4";
        } else if (text.startsWith("ftyp", 4)) {
            return text.startsWith("heic", 8) || text.startsWith("mif1", 8) ? null : "video/mp4";
        } else if (text.startsWith("OggS")) {
            return "audio/ogg";
        } else if (text.startsWith("RIFF") && text.startsWith("WAVE", 8)) {
            return "audio/wav";
        } else if (text.startsWith("fLaC")) {
            return "audio/flac";
        }
        return text.startsWith("ID3") || isMpegFrame(start) ? "audio/mpeg" : null;
    }

    /** ISO/IEC 11172-3: eleven bits of sync, version, layer 3. */
    private static boolean isMpegFrame(byte[] start) {
        return start.length > 3 && (start[0] & 0xff) == 0xff && (start[1] & 0xe6) == 0xe2 && (start[1] & 0x18) != 0x08;
    }
}
