package chat.parley.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The first bytes of images that claim to be of any size. */
public final class Images {
    private Images() {}

    /** An image of a media type that {@code ImageType} knows. */
    public static byte[] head(String type, long width, long height) {
        return switch (type) {
            case "image/png" -> png(width, height);
            case "image/jpeg" -> jpeg(0, width, height);
            case "image/gif" -> gif(width, height, width, height);
            case "image/webp" -> webp(width, height);
            case "image/avif" -> avif(width, height);
            default -> throw new IllegalArgumentException(type);
        };
    }

    public static byte[] png(long width, long height) {
        return join("\u0089PNG\r\n\u001a\n", big(13, 4), "IHDR", big(width, 4), big(height, 4), big(0x0800000000L, 5));
    }

    /** With so many bytes of a camera's notes in front. */
    public static byte[] jpeg(int before, long width, long height) {
        ByteArrayOutputStream notes = new ByteArrayOutputStream();
        for (int left = before; left > 0; left -= 60_000) {
            int length = Math.min(left, 60_000);
            notes.writeBytes(join("\u00ff\u00e1", big(length + 2L, 2), new byte[length]));
        }
        return join(
                "\u00ff\u00d8", notes.toByteArray(), "\u00ff\u00c2", big(17, 2), "\b", big(height, 2), big(width, 2));
    }

    /** With a first picture of another size than the screen it is on. */
    public static byte[] gif(long width, long height, long innerWidth, long innerHeight) {
        return join(
                "GIF89a",
                little(width, 2),
                little(height, 2),
                "\u0080\0\0",
                new byte[6],
                "!\u00f9\u0004\0\0\0\0\0,\0\0\0\0",
                little(innerWidth, 2),
                little(innerHeight, 2));
    }

    public static byte[] webp(long width, long height) {
        return join(
                "RIFF", big(0, 4), "WEBPVP8X", little(10, 4), big(0, 4), little(width - 1, 3), little(height - 1, 3));
    }

    public static byte[] webpOfOnePicture(long width, long height) {
        return join("RIFF", big(0, 4), "WEBPVP8 ", big(0, 7), "\u009d\u0001*", little(width, 2), little(height, 2));
    }

    public static byte[] webpWithoutLoss(long width, long height) {
        return join("RIFF", big(0, 4), "WEBPVP8L", big(0, 4), "/", little((width - 1) | ((height - 1) << 14), 4));
    }

    public static byte[] avif(long width, long height) {
        byte[] extents = join(
                big(20, 4),
                "ispe",
                big(0, 4),
                big(16, 4),
                big(16, 4),
                big(20, 4),
                "ispe",
                big(0, 4),
                big(width, 4),
                big(height, 4));
        byte[] properties = join(big(8 + extents.length, 4), "ipco", extents);
        return join(
                big(20, 4),
                "ftypavif",
                big(0, 4),
                "mif1",
                big(12 + properties.length, 4),
                "meta",
                big(0, 4),
                properties);
    }

    private static byte[] join(Object... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Object part : parts) {
            all.writeBytes(
                    part instanceof byte[] bytes ? bytes : part.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
        return all.toByteArray();
    }

    private static byte[] big(long value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[length - 1 - i] = (byte) (value >> (8 * i));
        }
        return bytes;
    }

    private static byte[] little(long value, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (value >> (8 * i));
        }
        return bytes;
    }
}
