package chat.parley.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * A certificate chain and its private key, read from PEM files and seen to belong together.
 *
 * @param chain PEM, the server's own certificate first
 * @param key PEM of PKCS #8, whatever form the file has
 */
public record PemPair(String chain, String key, X509Certificate leaf) {

    /** Fails {@link UnusableCertificateException} with words that name the file. Blocking. */
    public static PemPair read(Path certificate, Path key) throws IOException {
        try {
            List<X509Certificate> chain = chain(certificate);
            PrivateKey secret = key(key);
            if (!KeyPairs.belong(chain.get(0).getPublicKey(), secret)) {
                throw new UnusableCertificateException(
                        "The key in " + key + " is not the one of the first certificate in " + certificate + ".");
            }
            return new PemPair(PemFiles.pem(chain.toArray()), PemFiles.pem(secret), chain.get(0));
        } catch (NoSuchFileException e) {
            throw new UnusableCertificateException("There is no file " + e.getFile() + ".");
        } catch (GeneralSecurityException e) {
            throw new UnusableCertificateException(
                    "The certificate in " + certificate + " cannot be used: " + e.getMessage());
        }
    }

    static List<X509Certificate> chain(Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> found =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            if (found.isEmpty()) {
                throw new UnusableCertificateException(file + " holds no certificate in PEM form.");
            }
            return found.stream().map(X509Certificate.class::cast).toList();
        } catch (GeneralSecurityException e) {
            throw new UnusableCertificateException(file + " holds no certificate in PEM form: " + e.getMessage());
        }
    }

    static PrivateKey key(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file);
                PEMParser parser = new PEMParser(text)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (object instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                } else if (object instanceof PEMKeyPair pair) {
                    return converter.getKeyPair(pair).getPrivate();
                }
            }
        } catch (PEMException e) {
            throw new UnusableCertificateException(file + " holds no private key in PEM form: " + e.getMessage());
        }
        throw new UnusableCertificateException(file + " holds no private key in PEM form without a password.");
    }
}
