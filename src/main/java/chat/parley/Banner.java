package chat.parley;

import chat.parley.config.Settings;
import chat.parley.crypto.Certificates;
import chat.parley.crypto.LocalAuthority;
import java.io.IOException;
import java.io.PrintStream;

/** What a person reads when the server is up: where the doors are, what to be careful about, what to do next. */
final class Banner {
    private static final PrintStream out = System.out;

    private Banner() {}

    static void print(Settings settings, Server server, long startMillis) {
        String web = server.webUrl();
        out.printf("%n  Parley is up (%s, %.1f s).%n%n", Version.NAME, startMillis / 1000.0);
        out.printf("  Web     %s%n", web);
        LocalAuthority authority = server.identity().authority();
        if (authority != null) {
            out.printf("  CA      %s/ca says how people come to trust it%n", caUrl(settings, server));
            out.printf("          SHA-256 fingerprint %s%n", authority.fingerprint());
        }
        if (settings.tcp().enabled()) {
            out.printf(
                    "  Native  %s:%d (%s)%n",
                    forPeople(settings.tcp().host()),
                    server.tcpPort(),
                    settings.tcp().tls() ? "TLS, " + fingerprint(settings) : "no TLS: loopback only");
        }
        if (settings.legacy().enabled()) {
            out.printf("  Legacy  %s:%d%n", forPeople(settings.legacy().host()), server.legacyPort());
            if (settings.legacy().key().isEmpty()) {
                out.printf(
                        "          The clients need its key: %s%n",
                        Keys.legacyKeyPath(settings.data()).toAbsolutePath());
            }
        }
        out.printf("  Data    %s%n", settings.data().toAbsolutePath());
        out.printf("  Files   %s%n%n", settings.files().store().toAbsolutePath());
        server.setupUrl().ifPresent(setup -> {
            out.printf("  Setup   %s%n", setup.value());
            out.printf(
                    "          There is no administrator yet. Whoever opens this link first becomes one; keep it secret.%n");
            out.printf("          It works once, until the next start. Or: parley user add NAME --admin%n%n");
        });
        out.printf("  Next: open %s in a browser and pick a name. Ctrl+C stops the server.%n%n", web);
        out.flush();
    }

    /** Without TLS where that is possible: who reads the page does not trust it yet. */
    private static String caUrl(Settings settings, Server server) {
        return settings.web().redirectPort() < 0
                ? server.webUrl()
                : "http://" + forPeople(settings.web().host()) + ":" + server.redirectPort();
    }

    private static String fingerprint(Settings settings) {
        try {
            Certificate certificate = Keys.tcpCertificate(settings);
            return certificate == null
                    ? "no TLS"
                    : "SHA-256 fingerprint " + Certificates.fingerprint(certificate.chain());
        } catch (IOException e) {
            return "fingerprint unknown: " + e.getMessage();
        }
    }

    static String forPeople(String host) {
        return switch (host) {
            case "0.0.0.0", "::" -> "localhost";
            case "127.0.0.1" -> "localhost";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }
}
