package chat.parley.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The web door. */
public record WebSettings(
        @Setting(value = "127.0.0.1", help = "address to listen on")
        String host,

        @Setting(value = "8080", help = "port; 0 takes a free one")
        int port,

        @Setting(
                help =
                        "address that people use, such as https://chat.example.org behind a proxy; none: host and port above")
        String url,

        @Setting(
                value = "",
                help = "further origins that may connect, such as https://chat.example.org (our own always may)")
        List<String> origins,

        @Setting(
                value = "none",
                help = "HTTPS: none, files (certificate and certificateKey below), or ca (by a local authority of this"
                        + " server, made at first start under data/ca)")
        Tls tls,

        @Setting(help = "PEM file of the certificate chain, for tls: files; read again when it changes")
        String certificate,

        @Setting(help = "PEM file of the private key of that certificate")
        String certificateKey,

        @Setting(
                value = "",
                help = "further names and addresses that people call this server by; its own name and addresses, and"
                        + " the one in url, are known")
        List<String> names,

        @Setting(
                value = "-1",
                help = "port that sends plain HTTP on to HTTPS, and shows the page about the local authority;"
                        + " 0 takes a free one, -1 is none")
        int redirectPort,

        @Setting(
                value = "180d",
                help = "how long browsers insist on HTTPS once they had it (HSTS); 0s does not ask them to")
        Duration hsts,

        @Setting(
                value = "",
                help = "addresses of proxies in front, such as 127.0.0.1 or 10.0.0.0/8: what they say about a client's"
                        + " address is believed, what others say is not")
        List<String> proxies,

        @Setting(
                value = "xforwarded",
                help = "what those proxies set: xforwarded (X-Forwarded-For, -Proto, -Host) or forwarded (RFC 7239)")
        ProxyHeader proxyHeader,

        @Setting(
                value = "false",
                help = "allows plain HTTP to other machines: everybody on the way reads along and can take over"
                        + " sessions")
        boolean insecure) {

    /** Where the certificate comes from. */
    public enum Tls {
        NONE,
        FILES,
        CA
    }

    /** How a proxy tells about its client. */
    public enum ProxyHeader {
        XFORWARDED,
        FORWARDED
    }

    private static final String ORIGIN = "https?://[^/ ]+";

    public WebSettings {
        Rules.host(host);
        Rules.port("port", port);
        Rules.that(
                url.isEmpty() || url.matches(ORIGIN),
                "url",
                url,
                "scheme and host without a path, such as https://chat.example.org, or nothing");
        origins.forEach(origin -> Rules.that(
                origin.matches(ORIGIN),
                "origins",
                origin,
                "scheme and host without a path, such as https://chat.example.org"));
        url = url.toLowerCase(Locale.ROOT);
        origins = lowerCase(origins);
        names = lowerCase(names);
        names.forEach(name -> Rules.that(
                name.matches("[A-Za-z0-9.:_-]+"), "names", name, "a name or an address, such as chat.example.org"));
        proxies = List.copyOf(proxies);
        proxies.forEach(WebSettings::checkRange);
        Rules.between("redirectPort", redirectPort, -1, 65_535);
        Rules.between("hsts", hsts, Duration.ZERO, Duration.ofDays(3650));
        boolean files = tls == Tls.FILES;
        Rules.that(
                !certificate.isEmpty() == files,
                "certificate",
                certificate,
                files ? "the PEM file of the certificate chain, since tls is files" : "empty unless tls is files");
        Rules.that(
                !certificateKey.isEmpty() == files,
                "certificateKey",
                certificateKey,
                files ? "the PEM file of the private key, since tls is files" : "empty unless tls is files");
        Rules.that(
                redirectPort < 0 || tls != Tls.NONE,
                "redirectPort",
                redirectPort,
                "-1 unless tls is files or ca: there is no HTTPS to send people to");
        Rules.that(
                tls != Tls.NONE || insecure || !proxies.isEmpty() || Rules.isLoopback(host),
                "tls",
                "none",
                "files or ca, since " + host + " is not a loopback address and everybody on the way could read along"
                        + " (or name the proxy that does HTTPS in proxies, or allow it with insecure: true)");
    }

    private static List<String> lowerCase(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    private static void checkRange(String range) {
        try {
            AddressRange.parse(range);
        } catch (IllegalArgumentException e) {
            Rules.that(false, "proxies", range, String.valueOf(e.getMessage()));
        }
    }

    /** Whether browsers speak TLS with this server itself. */
    public boolean isTls() {
        return tls != Tls.NONE;
    }

    /** Whether what goes over networks goes in the clear. */
    public boolean isExposed() {
        return !isTls() && insecure && !Rules.isLoopback(host);
    }
}
