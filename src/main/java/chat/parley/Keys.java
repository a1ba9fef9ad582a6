package chat.parley;

import chat.parley.bridge.web.WebIdentity;
import chat.parley.config.Settings;
import chat.parley.config.WebSettings;
import chat.parley.crypto.Certificates;
import chat.parley.crypto.LocalAuthority;
import chat.parley.crypto.PemPair;
import chat.parley.crypto.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What the server needs to keep secret, from the settings or made at first start in the data folder.
 *
 * @param tcpCertificate null without TLS at the native door
 * @param webCertificate null without TLS at the web door
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Keys(
        byte[] token,
        @Nullable Certificate tcpCertificate,
        @Nullable Certificate webCertificate,
        WebIdentity web,
        @Nullable PemPair tcp,
        String legacyKey) {

    /** Makes what is missing. Blocking. */
    static Keys prepare(Settings settings) throws IOException {
        Path data = settings.data();
        String configured = settings.secrets().tokenKey();
        byte[] token = configured.isEmpty()
                ? SecretFile.loadOrCreate(data.resolve("token.key"))
                : SecretFile.decode(configured, "secrets.tokenKey");
        Certificate tcp = tcpCertificate(settings);
        if (tcp != null && settings.tcp().certificate().isEmpty()) {
            Certificates.createIfMissing(tcp.chain(), tcp.key());
        }
        OwnAddresses own = OwnAddresses.of(settings.web());
        LocalAuthority authority = authority(settings, own);
        Certificate web = webCertificate(settings.web(), authority);
        WebIdentity identity = new WebIdentity(own.all(), web == null ? null : web.read(), authority);
        return new Keys(token, tcp, web, identity, tcp == null ? null : tcp.read(), legacyKey(settings.legacy(), data));
    }

    private static String legacyKey(Settings.Legacy legacy, Path data) throws IOException {
        return legacy.enabled() && legacy.key().isEmpty()
                ? Base64.getUrlEncoder().encodeToString(SecretFile.loadOrCreate(legacyKeyPath(data)))
                : legacy.key();
    }

    /** Where the legacy door's own key lies, if it has one. */
    static Path legacyKeyPath(Path data) {
        return data.resolve("legacy.key");
    }

    private static @Nullable LocalAuthority authority(Settings settings, OwnAddresses own) throws IOException {
        if (settings.web().tls() != WebSettings.Tls.CA) {
            return null;
        }
        LocalAuthority authority =
                LocalAuthority.openOrCreate(authorityFolder(settings.data()), own.all(), Instant.now());
        authority.renew(own.all(), Instant.now());
        return authority;
    }

    /** Where the local authority keeps its key and what it issued for the web door. */
    static Path authorityFolder(Path data) {
        return data.resolve("ca");
    }

    private static @Nullable Certificate webCertificate(WebSettings web, @Nullable LocalAuthority authority) {
        if (authority != null) {
            return new Certificate(authority.leaf(), authority.leafKey());
        }
        return web.isTls() ? new Certificate(Path.of(web.certificate()), Path.of(web.certificateKey())) : null;
    }

    /** What native clients see; null without TLS. */
    static @Nullable Certificate tcpCertificate(Settings settings) {
        Settings.Tcp tcp = settings.tcp();
        if (!tcp.enabled() || !tcp.tls()) {
            return null;
        }
        return tcp.certificate().isEmpty()
                ? new Certificate(
                        settings.data().resolve("tcp.crt"), settings.data().resolve("tcp.key"))
                : new Certificate(Path.of(tcp.certificate()), Path.of(tcp.certificateKey()));
    }
}
