package chat.parley.bridge.web;

import java.nio.charset.StandardCharsets;

/** {@code Content-Disposition} (RFC 6266) with a name of any characters (RFC 8187, formerly 5987). */
final class Disposition {
    private static final String PLAIN = "!#$&+-.^_`|~";
    private static final String HEX = "0123456789ABCDEF";

    private Disposition() {}

    static String of(boolean inline, String name) {
        return (inline ? "inline" : "attachment") + "; filename=\"" + ascii(name) + "\"; filename*=UTF-8''"
                + extended(name);
    }

    /** For clients that know nothing better. A percent sign is left out as some of them would decode it. */
    private static String ascii(String name) {
        StringBuilder ascii = new StringBuilder();
        name.codePoints()
                .forEach(c -> ascii.append(c < 0x20 || c > 0x7e || "\"\\%/;".indexOf(c) >= 0 ? '_' : (char) c));
        return ascii.toString();
    }

    private static String extended(String name) {
        StringBuilder extended = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || PLAIN.indexOf(c) >= 0) {
                extended.append(c);
            } else {
                extended.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return extended.toString();
    }
}
