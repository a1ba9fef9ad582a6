package chat.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalAuthorityTest {
    private static final List<String> NAMES =
            List.of("chat.example.org", "localhost", "192.168.1.5", "::1", "bücher.example");
    private final Instant now = Instant.now();

    @TempDir
    Path folder;

    private LocalAuthority authority;

    @BeforeEach
    void make() throws IOException {
        authority = LocalAuthority.openOrCreate(folder.resolve("ca"), NAMES, now);
    }

    private X509Certificate issue(String... names) throws IOException {
        authority.issue(List.of(names), folder.resolve("x.crt"), folder.resolve("x.key"), now);
        return PemPair.read(folder.resolve("x.crt"), folder.resolve("x.key")).leaf();
    }

    /** As a client that holds the authority to its constraints (RFC 5280 section 6.1). */
    private void validate(X509Certificate leaf) throws GeneralSecurityException {
        X509Certificate ca = authority.certificate();
        PKIXParameters parameters =
                new PKIXParameters(Set.of(new TrustAnchor(ca.getSubjectX500Principal(), ca.getPublicKey(), null)));
        parameters.setRevocationEnabled(false);
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf, ca)), parameters);
    }

    @Test
    void issue_ownNamesAndPrivateAddresses_isValid() throws Exception {
        X509Certificate leaf =
                issue("chat.example.org", "localhost", "printer.lan", "10.9.8.7", "bücher.example", "::1");
        validate(leaf);
        assertThat(Certificates.names(leaf))
                .containsExactlyInAnyOrder(
                        "chat.example.org", "localhost", "printer.lan", "10.9.8.7", "xn--bcher-kva.example", "::1");
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(authority.certificate().getBasicConstraints()).isZero();
    }

    @Test
    void issue_anybodyElsesName_isRefusedInWords() {
        for (String name : List.of("bank.example", "example.org", "8.8.8.8", "2001:db8::1")) {
            assertThatThrownBy(() -> issue(name))
                    .isInstanceOf(UnusableCertificateException.class)
                    .hasMessageContaining("parley ca new");
        }
    }

    @Test
    void constraints_stolenKeySignsForABank_clientsRefuseIt() throws Exception {
        validate(forged("chat.example.org"));
        X509Certificate bank = forged("bank.example");
        assertThatThrownBy(() -> validate(bank)).isInstanceOf(CertPathValidatorException.class);
    }

    /** As somebody signs who has the key and does not care. */
    private X509Certificate forged(String name) throws Exception {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                        X500Name.getInstance(authority
                                .certificate()
                                .getSubjectX500Principal()
                                .getEncoded()),
                        BigInteger.ONE,
                        Date.from(now),
                        Date.from(now.plus(Duration.ofDays(1))),
                        new X500Name("CN=x"),
                        KeyPairs.p256().getPublic())
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(PemPair.key(folder.resolve("ca/ca.key")))));
    }

    @Test
    void renew_onlyShortlyBeforeTheEndOrForOtherNames() throws IOException {
        assertThat(authority.renew(NAMES, now)).isTrue();
        assertThat(authority.renew(NAMES, now.plus(Duration.ofDays(50)))).isFalse();
        assertThat(authority.renew(List.of("localhost"), now)).as("fewer names").isFalse();
        assertThat(authority.renew(List.of("localhost", "new.local"), now))
                .as("a further name")
                .isTrue();
        assertThat(authority.renew(List.of("localhost"), now.plus(Duration.ofDays(62))))
                .isTrue();
    }

    @Test
    void files_keysAreTheOwnersAlone() throws IOException {
        authority.renew(NAMES, now);
        for (String key : List.of("ca.key", "web.key")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.resolve("ca").resolve(key))))
                    .isEqualTo("rw-------");
        }
        assertThat(LocalAuthority.open(folder.resolve("ca")).fingerprint()).isEqualTo(authority.fingerprint());
    }

    @Test
    void read_keyOfAnotherCertificate_isRefusedInWords() throws IOException {
        authority.issue(List.of("localhost"), folder.resolve("a.crt"), folder.resolve("a.key"), now);
        authority.issue(List.of("localhost"), folder.resolve("b.crt"), folder.resolve("b.key"), now);
        assertThatThrownBy(() -> PemPair.read(folder.resolve("a.crt"), folder.resolve("b.key")))
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessageContaining("a.crt")
                .hasMessageContaining("b.key");
        assertThatThrownBy(() -> PemPair.read(folder.resolve("a.crt"), folder.resolve("a.crt")))
                .hasMessageContaining("no private key");
        assertThatThrownBy(() -> PemPair.read(folder.resolve("a.key"), folder.resolve("a.key")))
                .hasMessageContaining("no certificate");
        assertThatThrownBy(() -> PemPair.read(folder.resolve("none.crt"), folder.resolve("a.key")))
                .hasMessageContaining("no file");
    }
}
