package chat.parley.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Self-signed certificates (P-256, ten years) for a server that was given none, and fingerprints. Blocking. */
public final class Certificates {
    private static final int YEARS = 10;

    private Certificates() {}

    /** Makes certificate and key as PEM files, the key's with mode 600, unless both exist. */
    public static void createIfMissing(Path certificate, Path key) throws IOException {
        if (Files.exists(certificate) && Files.exists(key)) {
            return;
        }
        try {
            KeyPair pair = KeyPairs.p256();
            PemFiles.write(key, pair.getPrivate());
            PemFiles.write(certificate, selfSigned(pair));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("No certificate could be made", e);
        }
    }

    private static X509CertificateHolder selfSigned(KeyPair pair) throws OperatorCreationException, IOException {
        X500Name name = new X500Name("CN=Parley");
        Instant now = Instant.now().minus(1, ChronoUnit.DAYS);
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(127, new SecureRandom()),
                        Date.from(now),
                        Date.from(now.plus(365L * YEARS, ChronoUnit.DAYS)),
                        name,
                        pair.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                    new GeneralName(GeneralName.iPAddress, "::1")
                }))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    /** SHA-256 over the DER form of a PEM file's first certificate, as {@code AB:CD:…}. */
    public static String fingerprint(Path certificate) throws IOException {
        try (InputStream pem = Files.newInputStream(certificate)) {
            return fingerprint(CertificateFactory.getInstance("X.509").generateCertificate(pem));
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " holds no certificate", e);
        }
    }

    /** The first certificate of a PEM file. */
    public static X509Certificate of(Path certificate) throws IOException {
        return PemPair.chain(certificate).get(0);
    }

    /** The names and addresses that a certificate is for. */
    public static Set<String> names(X509Certificate certificate) throws GeneralSecurityException {
        return NameScope.namesOf(certificate);
    }

    /** SHA-256 over the DER form, as {@code AB:CD:…}. */
    public static String fingerprint(Certificate certificate) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    }
}
