package chat.parley.bridge.web;

/**
 * Who sends a request, and how they reached us, proxies seen through.
 *
 * @param address the client's address
 * @param secure whether the client's part of the way is under TLS
 * @param authority the name, and port if any, that the client called us by; empty if it said none
 * @param proxied whether a trusted proxy stands between
 */
record Visitor(String address, boolean secure, String authority, boolean proxied) {

    /** The name without a port, in lower case; an IPv6 address without brackets. */
    String host() {
        String host = authority.startsWith("[")
                ? authority.replaceFirst("^\\[([^\\]]*)\\].*$", "$1")
                : authority.replaceFirst(":\\d*$", "");
        return host.toLowerCase(java.util.Locale.ROOT).replaceFirst("\\.$", "");
    }
}
