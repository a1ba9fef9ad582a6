package chat.parley.e2ee;

import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Signer;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A private Ed25519 key. */
final class SigningKey implements Signer {
    static final int SEED = 32;

    private final byte[] seed;
    private final Octets publicKey;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        byte[] key = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, key, 0);
        this.publicKey = Octets.of(key);
    }

    static SigningKey of(byte[] seed) {
        return new SigningKey(seed.clone());
    }

    @Override
    public Octets publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(Label label, byte[] body) {
        byte[] message = label.before(body);
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, publicKey.bytes(), 0, message, 0, message.length, signature, 0);
        return signature;
    }

    byte[] seed() {
        return seed.clone();
    }

    void erase() {
        Arrays.fill(seed, (byte) 0);
    }
}
