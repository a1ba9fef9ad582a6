package chat.parley.e2ee;

import chat.parley.crypto.seal.Octets;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** X25519 (RFC 7748). */
final class Agreement {
    static final int KEY = 32;

    private Agreement() {}

    static Octets publicKey(byte[] privateKey) {
        byte[] key = new byte[KEY];
        X25519.generatePublicKey(privateKey, 0, key, 0);
        return Octets.of(key);
    }

    /** Refuses what agrees on zeros, as keys of small order do. */
    static byte[] agree(byte[] privateKey, Octets publicKey) {
        byte[] secret = new byte[KEY];
        if (!X25519.calculateAgreement(privateKey, 0, publicKey.bytes(), 0, secret, 0)) {
            throw Aead.unreadable();
        }
        return secret;
    }

    /** Refuses a public key with which everybody agrees on zeros. */
    static void mustBeSound(Octets publicKey) {
        byte[] any = new byte[KEY];
        any[0] = 8;
        agree(any, publicKey);
    }
}
