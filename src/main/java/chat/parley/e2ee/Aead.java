package chat.parley.e2ee;

import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-256-GCM with a nonce of 12 bytes; the tag of 16 bytes is behind the ciphertext. */
final class Aead {
    static final int KEY = 32;
    static final int NONCE = 12;
    static final int TAG = 16;

    private Aead() {}

    static byte[] seal(byte[] key, byte[] nonce, byte[] additional, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, key, nonce, additional).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work here", e);
        }
    }

    /** Fails {@link Refusal#UNREADABLE} when anything is not as it was sealed. */
    static byte[] open(byte[] key, byte[] nonce, byte[] additional, byte[] sealed) {
        if (sealed.length < TAG) {
            throw unreadable();
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, additional).doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw unreadable();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work here", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, byte[] additional)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG * 8, nonce));
        cipher.updateAAD(additional);
        return cipher;
    }

    static RefusedException unreadable() {
        return new RefusedException(Refusal.UNREADABLE, "It cannot be opened: altered, or sealed for somebody else.");
    }
}
