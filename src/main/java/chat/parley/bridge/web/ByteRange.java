package chat.parley.bridge.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A single byte range of a representation (RFC 9110, section 14): from {@code first}, so many bytes. {@code partial}: a range was asked for. */
record ByteRange(long first, long length, boolean partial) {
    private static final Pattern SINGLE =
            Pattern.compile("bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

    static ByteRange all(long size) {
        return new ByteRange(0, size, false);
    }

    /** The range asked for; everything when the header means nothing or several; null when it lies outside. */
    static @Nullable ByteRange parse(@Nullable String header, long size) {
        Matcher single = SINGLE.matcher(header == null ? "" : header);
        if (!single.matches()) {
            return all(size);
        }
        String from = single.group(1);
        String to = single.group(2);
        if (from.isEmpty()) {
            return to.isEmpty() ? all(size) : last(Long.parseLong(to), size);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return all(size);
        }
        return first >= size ? null : new ByteRange(first, Math.min(last, size - 1) - first + 1, true);
    }

    private static @Nullable ByteRange last(long count, long size) {
        long length = Math.min(count, size);
        return length == 0 ? null : new ByteRange(size - length, length, true);
    }
}
