package chat.parley.console;

import java.util.Locale;

/** Where a server's native door is. Without TLS only on this very machine. */
public record Address(String host, int port, boolean tls) {
    private static final int DEFAULT_PORT = 8889;

    public Address {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("A port is 1 to 65535, not " + port + ".");
        }
        if (!tls && !isLoopback(host)) {
            throw new IllegalArgumentException(
                    "--no-tls is for a server on this machine alone: everybody on the way to " + host
                            + " could read along.");
        }
    }

    /** {@code host}, {@code host:port}, {@code [v6]} or {@code [v6]:port}. */
    public static Address parse(String text, boolean tls) {
        String host = text.strip();
        String port = String.valueOf(DEFAULT_PORT);
        int bracket = host.indexOf(']');
        int colon = host.lastIndexOf(':');
        if (host.startsWith("[") && bracket > 0) {
            if (bracket + 1 < host.length()) {
                port = host.substring(bracket + 1).replaceFirst("^:", "");
            }
            host = host.substring(1, bracket);
        } else if (colon >= 0 && host.indexOf(':') == colon) {
            port = host.substring(colon + 1);
            host = host.substring(0, colon);
        }
        if (host.isEmpty() || !host.matches("[A-Za-z0-9._:%-]+") || !port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("A server is host or host:port, not \"" + Clean.line(text) + "\".");
        }
        return new Address(host.toLowerCase(Locale.ROOT), Integer.parseInt(port), tls);
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
