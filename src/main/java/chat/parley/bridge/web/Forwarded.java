package chat.parley.bridge.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One hop of a {@code Forwarded} header (RFC 7239 section 4); parts that are not there are empty. */
record Forwarded(String address, String proto, String host) {
    static final Forwarded NOTHING = new Forwarded("", "", "");

    /** The hops of all lines, farthest first. */
    static List<Forwarded> parse(List<String> lines) {
        List<Forwarded> hops = new ArrayList<>();
        for (String line : lines) {
            for (String hop : split(line, ',')) {
                hops.add(hop(hop));
            }
        }
        return hops;
    }

    private static Forwarded hop(String text) {
        String address = "";
        String proto = "";
        String host = "";
        for (String pair : split(text, ';')) {
            int equals = pair.indexOf('=');
            String name = pair.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
            String value = unquoted(pair.substring(equals + 1).strip());
            switch (name) {
                case "for" -> address = value;
                case "proto" -> proto = value;
                case "host" -> host = value;
                default -> {}
            }
        }
        return new Forwarded(address, proto, host);
    }

    /** Splits outside of quoted strings. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted && i + 1 < text.length()) {
                part.append(c).append(text.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (c == separator && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }
}
