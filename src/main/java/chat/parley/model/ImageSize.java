package chat.parley.model;

import org.jspecify.annotations.Nullable;

/**
 * How large an image becomes once it is unpacked, told by its first bytes: a few kilobytes can stand for gigabytes of
 * pixels.
 */
public record ImageSize(long width, long height) {
    /** So many bytes of an image tell its size, whatever a camera or a program wrote in front of it. */
    public static final int HEAD = 256 * 1024;

    private static final int LOOP = 0x21;
    private static final int PICTURE = 0x2c;

    public long pixels() {
        return height > 0 && width > Long.MAX_VALUE / height ? Long.MAX_VALUE : width * height;
    }

    /** The size; null when these bytes do not tell it, or are no image of {@link ImageType}. */
    public static @Nullable ImageSize of(byte[] start) {
        String type = ImageType.of(start);
        if (type == null) {
            return null;
        }
        Bytes bytes = new Bytes(start);
        try {
            ImageSize size = switch (type) {
                case "image/png" -> png(bytes);
                case "image/jpeg" -> jpeg(bytes);
                case "image/gif" -> gif(bytes);
                case "image/webp" -> webp(bytes);
                default -> avif(bytes);
            };
            return size == null || size.width <= 0 || size.height <= 0 ? null : size;
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            return null; // it ends before it tells, or tells nonsense
        }
    }

    /** ISO/IEC 15948, 11.2.2. */
    private static @Nullable ImageSize png(Bytes bytes) {
        return bytes.has(12, "IHDR") ? new ImageSize(bytes.big(16, 4), bytes.big(20, 4)) : null;
    }

    /** ITU-T T.81, B.1 and B.2.2: segments up to the frame header. */
    private static @Nullable ImageSize jpeg(Bytes bytes) {
        int at = 2;
        while (true) {
            if (bytes.at(at) != 0xff) {
                return null;
            }
            int marker = bytes.at(at + 1);
            if (marker == 0xff) { // fill
                at++;
            } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                return new ImageSize(bytes.big(at + 7, 2), bytes.big(at + 5, 2));
            } else if (marker == 0xda || marker == 0xd9 || marker == 0) { // data, or the end, and no frame yet
                return null;
            } else {
                boolean alone = marker == 1 || (marker >= 0xd0 && marker <= 0xd7);
                at += alone ? 2 : 2 + (int) Math.max(2, bytes.big(at + 2, 2));
            }
        }
    }

    /** GIF89a, 18 to 24. Browsers enlarge the screen for a first picture that does not fit. */
    private static @Nullable ImageSize gif(Bytes bytes) {
        int flags = bytes.at(10);
        int at = 13 + ((flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1));
        while (bytes.at(at) == LOOP) {
            at += 2;
            while (bytes.at(at) != 0) {
                at += 1 + bytes.at(at);
            }
            at++;
        }
        return bytes.at(at) != PICTURE
                ? null
                : new ImageSize(
                        Math.max(bytes.little(6, 2), bytes.little(at + 1, 2) + bytes.little(at + 5, 2)),
                        Math.max(bytes.little(8, 2), bytes.little(at + 3, 2) + bytes.little(at + 7, 2)));
    }

    /** RFC 9649, 2.5 to 2.7. */
    private static @Nullable ImageSize webp(Bytes bytes) {
        if (bytes.has(12, "VP8X")) {
            return new ImageSize(bytes.little(24, 3) + 1, bytes.little(27, 3) + 1);
        } else if (bytes.has(12, "VP8L")) {
            long sizes = bytes.little(21, 4);
            return new ImageSize((sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1);
        } else if (bytes.has(12, "VP8 ")) {
            return new ImageSize(bytes.little(26, 2) & 0x3fff, bytes.little(28, 2) & 0x3fff);
        }
        return null;
    }

    /** ISO/IEC 23008-12: the largest of the extents in the box of meta data, which has to be here whole. */
    private static @Nullable ImageSize avif(Bytes bytes) {
        int at = 0;
        while (!bytes.has(at + 4, "meta")) {
            at = Math.toIntExact(at + Math.max(8, bytes.big(at, 4)));
        }
        int end = Math.toIntExact(at + bytes.big(at, 4));
        bytes.at(end - 1);
        ImageSize largest = null;
        for (int i = at; i < end - 12; i++) {
            if (bytes.has(i, "ispe")) {
                ImageSize size = new ImageSize(bytes.big(i + 8, 4), bytes.big(i + 12, 4));
                largest = largest == null || size.pixels() > largest.pixels() ? size : largest;
            }
        }
        return largest;
    }

    /** Numbers in bytes; beyond the end they fail. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Bytes(byte[] array) {
        int at(int index) {
            return array[index] & 0xff;
        }

        long big(int from, int length) {
            long value = 0;
            for (int i = 0; i < length; i++) {
                value = value << 8 | at(from + i);
            }
            return value;
        }

        long little(int from, int length) {
            long value = 0;
            for (int i = length - 1; i >= 0; i--) {
                value = value << 8 | at(from + i);
            }
            return value;
        }

        boolean has(int from, String text) {
            boolean same = from + text.length() <= array.length;
            for (int i = 0; same && i < text.length(); i++) {
                same = at(from + i) == text.charAt(i);
            }
            return same;
        }
    }
}
