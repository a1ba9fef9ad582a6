package chat.parley.crypto.seal;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A public Ed25519 key that is sound: canonical, of the prime-order group, so that all implementations agree on it. */
public final class VerifyKey {
    public static final int LENGTH = Ed25519.PUBLIC_KEY_SIZE;
    public static final int SIGNATURE = Ed25519.SIGNATURE_SIZE;

    private final Octets key;
    private final Ed25519.PublicPoint point;

    private VerifyKey(Octets key, Ed25519.PublicPoint point) {
        this.key = key;
        this.point = point;
    }

    /** Fails {@link Refusal#MALFORMED} for a key that is none. */
    public static VerifyKey of(Octets key) {
        if (key.length() != LENGTH) {
            throw RefusedException.malformed("a public key has " + LENGTH + " bytes, not " + key.length());
        }
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyFullExport(key.view(), 0);
        if (point == null) {
            throw RefusedException.malformed("no sound public key");
        }
        return new VerifyKey(key, point);
    }

    public Octets key() {
        return key;
    }

    /** Whether a signed structure, body and then signature, bears this key's signature. */
    public boolean signed(Label label, Octets structure) {
        byte[] all = structure.view();
        if (all.length < SIGNATURE) {
            return false;
        }
        byte[] body = Arrays.copyOf(all, all.length - SIGNATURE);
        return signed(label, body, Arrays.copyOfRange(all, body.length, all.length));
    }

    public boolean signed(Label label, byte[] body, byte[] signature) {
        byte[] message = label.before(body);
        return signature.length == SIGNATURE && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }

    /** Fails {@link Refusal#BAD_SIGNATURE}. */
    void mustHaveSigned(Label label, Octets structure, String what) {
        if (!signed(label, structure)) {
            throw new RefusedException(Refusal.BAD_SIGNATURE, "The signature of " + what + " is not right.");
        }
    }
}
