package chat.parley;

import chat.parley.config.Settings;
import chat.parley.crypto.Certificates;
import chat.parley.crypto.SecretFile;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What the server needs to keep secret, from the settings or made at first start in the data folder. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Keys(byte[] token, @Nullable PemKeyCertOptions tcpCertificate, String legacyKey) {

    /** Makes what is missing. Blocking. */
    static Keys prepare(Settings settings) throws IOException {
        Path data = settings.data();
        String configured = settings.secrets().tokenKey();
        byte[] token = configured.isEmpty()
                ? SecretFile.loadOrCreate(data.resolve("token.key"))
                : SecretFile.decode(configured, "secrets.tokenKey");
        return new Keys(
                token,
                settings.tcp().enabled() && settings.tcp().tls() ? certificate(settings.tcp(), data) : null,
                legacyKey(settings.legacy(), data));
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

    private static PemKeyCertOptions certificate(Settings.Tcp tcp, Path data) throws IOException {
        if (tcp.certificate().isEmpty()) {
            Certificates.createIfMissing(data.resolve("tcp.crt"), data.resolve("tcp.key"));
        }
        return new PemKeyCertOptions()
                .setCertPath(certificatePath(tcp, data).toAbsolutePath().toString())
                .setKeyPath(
                        tcp.certificateKey().isEmpty()
                                ? data.resolve("tcp.key").toAbsolutePath().toString()
                                : tcp.certificateKey());
    }

    /** The certificate that native clients see. */
    static Path certificatePath(Settings.Tcp tcp, Path data) {
        return tcp.certificate().isEmpty() ? data.resolve("tcp.crt") : Path.of(tcp.certificate());
    }
}
