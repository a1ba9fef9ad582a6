package chat.parley.crypto;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of this server's own (RFC 5280), for people who have no public name: {@code ca.crt} is
 * installed on their devices. It can vouch for the names of {@link NameScope} alone, so that whoever steals its key
 * cannot pose as anybody's bank. Blocking.
 */
public final class LocalAuthority {
    private static final Duration LIFE = Duration.ofDays(3650);
    /** Less than what browsers accept of an authority that a person installed (825 days). */
    private static final Duration LEAF_LIFE = Duration.ofDays(90);

    private static final Duration RENEW_BEFORE = Duration.ofDays(30);

    private final Path folder;
    private final X509Certificate certificate;
    private final PrivateKey key;

    private LocalAuthority(Path folder, X509Certificate certificate, PrivateKey key) {
        this.folder = folder;
        this.certificate = certificate;
        this.key = key;
    }

    /** Opens the authority in a folder, made for these names if there is none. */
    public static LocalAuthority openOrCreate(Path folder, Collection<String> names, Instant now) throws IOException {
        if (!exists(folder)) {
            create(folder, names, now);
        }
        return open(folder);
    }

    public static boolean exists(Path folder) {
        return Files.exists(folder.resolve("ca.crt")) && Files.exists(folder.resolve("ca.key"));
    }

    /** Opens the authority that is there. */
    public static LocalAuthority open(Path folder) throws IOException {
        Path file = folder.resolve("ca.crt");
        PemPair.read(file, folder.resolve("ca.key")); // they belong together
        return new LocalAuthority(folder, PemPair.chain(file).get(0), PemPair.key(folder.resolve("ca.key")));
    }

    private static void create(Path folder, Collection<String> names, Instant now) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            KeyPair pair = KeyPairs.p256();
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, "Parley")
                    .addRDN(
                            BCStyle.CN,
                            "Parley CA " + names.stream().findFirst().orElse("") + " "
                                    + now.toString().substring(0, 10))
                    .build();
            X509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), now, LIFE)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(Extension.nameConstraints, true, NameScope.of(names))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            X509Certificate made = sign(builder, pair.getPrivate());
            PemFiles.write(folder.resolve("ca.key"), pair.getPrivate());
            PemFiles.write(folder.resolve("ca.crt"), made);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("No certificate authority could be made", e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** As {@code AB:CD:…}. */
    public String fingerprint() {
        try {
            return Certificates.fingerprint(certificate);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code ca.crt} as it is installed on devices: DER. */
    public byte[] der() {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as PEM. */
    public String pem() {
        try {
            return PemFiles.pem(certificate);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path leaf() {
        return folder.resolve("web.crt");
    }

    public Path leafKey() {
        return folder.resolve("web.key");
    }

    /** Issues {@code web.crt} for these names unless it holds them all and lasts for a while; whether it did. */
    public boolean renew(Collection<String> names, Instant now) throws IOException {
        if (lasts(names, now)) {
            return false;
        }
        issue(names, leaf(), leafKey(), now);
        return true;
    }

    private boolean lasts(Collection<String> names, Instant now) {
        try {
            X509Certificate present = PemPair.read(leaf(), leafKey()).leaf();
            present.verify(certificate.getPublicKey());
            return present.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE))
                    && NameScope.namesOf(present).containsAll(NameScope.canonical(names));
        } catch (IOException | GeneralSecurityException e) {
            return false; // there is none, or none of ours
        }
    }

    /** Issues a certificate for names and addresses; fails when one is not for this authority to vouch for. */
    public void issue(Collection<String> names, Path chainFile, Path keyFile, Instant now) throws IOException {
        NameScope.check(certificate, names);
        try {
            KeyPair pair = KeyPairs.p256();
            X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, names.stream().findFirst().orElse("Parley"))
                    .build();
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            X509v3CertificateBuilder builder = builder(
                            X500Name.getInstance(
                                    certificate.getSubjectX500Principal().getEncoded()),
                            subject,
                            pair.getPublic(),
                            now,
                            LEAF_LIFE)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(
                            Extension.authorityKeyIdentifier,
                            false,
                            extensions.createAuthorityKeyIdentifier(certificate))
                    .addExtension(Extension.subjectAlternativeName, false, NameScope.general(names));
            PemFiles.write(keyFile, pair.getPrivate());
            PemFiles.write(chainFile, sign(builder, key), certificate);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("No certificate could be made for " + List.copyOf(names), e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey open, Instant now, Duration life) throws CertIOException {
        Instant from = now.minus(Duration.ofDays(1)); // clocks differ
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(127, new SecureRandom()),
                Date.from(from),
                Date.from(from.plus(life)),
                subject,
                open);
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }
}
