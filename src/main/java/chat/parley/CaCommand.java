package chat.parley;

import chat.parley.config.BadSettingException;
import chat.parley.config.Settings;
import chat.parley.crypto.Certificates;
import chat.parley.crypto.LocalAuthority;
import chat.parley.crypto.PemPair;
import chat.parley.crypto.UnusableCertificateException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ca}: the local certificate authority, for {@code web.tls: ca}. */
@Command(
        name = "ca",
        description = "Shows, exports and uses this server's own certificate authority (web.tls: ca).",
        mixinStandardHelpOptions = true)
final class CaCommand implements Runnable {
    @Mixin
    private final ConfigSource source = new ConfigSource();

    private interface Work {
        void on(Settings settings, Path folder) throws IOException, GeneralSecurityException;
    }

    @Override
    public void run() {
        int status = show(source);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Command(
            name = "show",
            description = "Shows the authority and what it issued for the web door.",
            mixinStandardHelpOptions = true)
    int show(@Mixin ConfigSource config) {
        return with(config, (settings, folder) -> show(LocalAuthority.open(folder)));
    }

    private static void show(LocalAuthority authority) throws IOException, GeneralSecurityException {
        System.out.printf(
                "Authority    %s%n",
                authority.certificate().getSubjectX500Principal().getName());
        System.out.printf("Fingerprint  %s (SHA-256)%n", authority.fingerprint());
        System.out.printf(
                "Valid until  %s%n", authority.certificate().getNotAfter().toInstant());
        if (Files.exists(authority.leaf())) {
            PemPair leaf = PemPair.read(authority.leaf(), authority.leafKey());
            System.out.printf("Web door     %s%n", String.join(", ", Certificates.names(leaf.leaf())));
            System.out.printf(
                    "             until %s, renewed 30 days before%n",
                    leaf.leaf().getNotAfter().toInstant());
        }
    }

    @Command(
            name = "export",
            description = "Writes the authority's certificate, which people install, as PEM.",
            mixinStandardHelpOptions = true)
    int export(
            @Mixin ConfigSource config,
            @Parameters(paramLabel = "FILE", description = "Where to; - is standard output.") String file) {
        return with(config, (settings, folder) -> {
            String pem = LocalAuthority.open(folder).pem();
            if (file.equals("-")) {
                System.out.print(pem);
            } else {
                Files.writeString(Path.of(file), pem);
                System.out.println("Written to " + file + ".");
            }
        });
    }

    @Command(
            name = "issue",
            description = "Issues a certificate for names or addresses, such as for another door or program.",
            mixinStandardHelpOptions = true)
    int issue(
            @Mixin ConfigSource config,
            @Option(
                            names = "--out",
                            paramLabel = "PREFIX",
                            required = true,
                            description = "PREFIX.crt and PREFIX.key are written.")
                    Path prefix,
            @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names and addresses.") List<String> names) {
        return with(config, (settings, folder) -> {
            Path chain = prefix.resolveSibling(prefix.getFileName() + ".crt");
            Path key = prefix.resolveSibling(prefix.getFileName() + ".key");
            LocalAuthority.open(folder).issue(names, chain, key, Instant.now());
            System.out.println("Written to " + chain + " and " + key + ".");
        });
    }

    @Command(
            name = "renew",
            description = "Issues the web door's certificate anew; a running server shows it within seconds.",
            mixinStandardHelpOptions = true)
    int renew(@Mixin ConfigSource config) {
        return with(config, (settings, folder) -> {
            LocalAuthority authority = LocalAuthority.open(folder);
            authority.issue(
                    OwnAddresses.of(settings.web()).all(), authority.leaf(), authority.leafKey(), Instant.now());
            show(authority);
        });
    }

    @Command(
            name = "new",
            description = "Makes an authority for the present names, and keeps an earlier one aside. Everybody has to"
                    + " install the new one.",
            mixinStandardHelpOptions = true)
    int make(@Mixin ConfigSource config) {
        return with(config, true, (settings, folder) -> {
            if (Files.exists(folder)) {
                Path aside = folder.resolveSibling("ca.before-" + Instant.now().getEpochSecond());
                Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
                System.out.println("The earlier one is kept in " + aside + ".");
            }
            Files.createDirectories(settings.data());
            List<String> names = List.copyOf(OwnAddresses.of(settings.web()).all());
            LocalAuthority authority = LocalAuthority.openOrCreate(folder, names, Instant.now());
            authority.renew(names, Instant.now());
            show(authority);
        });
    }

    private static int with(ConfigSource config, Work work) {
        return with(config, false, work);
    }

    private static int with(ConfigSource config, boolean make, Work work) {
        Logging.quiet();
        Vertx vertx = Vertx.vertx();
        try {
            Settings settings = config.load(vertx);
            Path folder = Keys.authorityFolder(settings.data());
            if (make || LocalAuthority.exists(folder)) {
                work.on(settings, folder);
                return 0;
            }
            System.err.println("There is no authority in " + folder
                    + ": one is made at the first start with web.tls: ca, or by \"parley ca new\".");
            return 1;
        } catch (BadSettingException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (UnusableCertificateException e) {
            System.err.println(e.getMessage());
            return 1;
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            System.err.println("That did not work: " + e);
            return 1;
        } finally {
            vertx.close();
        }
    }
}
