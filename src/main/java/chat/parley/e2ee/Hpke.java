package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/** HPKE (RFC 9180) in base mode, single shot: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
final class Hpke {
    private static final HPKE SUITE =
            new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);

    private Hpke() {}

    @SuppressWarnings("ArrayRecordComponent")
    record Sealed(byte[] enc, byte[] ciphertext) {}

    /** {@code ephemeral}: 32 random bytes, the private key of this one message. */
    static Sealed seal(Octets recipient, byte[] ephemeral, byte[] info, byte[] additional, byte[] plain) {
        try {
            HPKEContextWithEncapsulation context =
                    SUITE.setupBaseS(new X25519PublicKeyParameters(recipient.bytes()), info, pair(ephemeral));
            return new Sealed(context.getEncapsulation(), context.seal(additional, plain));
        } catch (InvalidCipherTextException | IllegalStateException | IllegalArgumentException e) {
            // Among what a recipient's bad key leads to is an agreement of zeros.
            throw Aead.unreadable();
        }
    }

    static byte[] open(byte[] privateKey, byte[] enc, byte[] info, byte[] additional, byte[] ciphertext) {
        try {
            return SUITE.setupBaseR(enc, pair(privateKey), info).open(additional, ciphertext);
        } catch (InvalidCipherTextException | IllegalStateException | IllegalArgumentException e) {
            throw Aead.unreadable();
        }
    }

    private static AsymmetricCipherKeyPair pair(byte[] privateKey) {
        X25519PrivateKeyParameters key = new X25519PrivateKeyParameters(privateKey);
        return new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
    }
}
