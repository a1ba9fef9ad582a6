package chat.parley.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/** Writes one Fernet token in pieces, in constant memory. {@link Fernet#tokenLength} tells beforehand how long it gets. */
public final class FernetEncryption {
    private final Cipher cipher;
    private final Mac mac;

    /** Up to two bytes that are no whole group of base64 yet; at first the head. */
    private byte[] held;

    FernetEncryption(Fernet fernet, Instant now, byte[] iv) {
        cipher = fernet.cipher(Cipher.ENCRYPT_MODE, iv);
        mac = fernet.mac();
        held = ByteBuffer.allocate(Fernet.HEAD)
                .put(Fernet.VERSION)
                .putLong(now.getEpochSecond())
                .put(iv)
                .array();
        mac.update(held);
    }

    /** Takes a piece of the plaintext; the characters of the token that it completes. */
    public byte[] update(byte[] plaintext, int from, int length) {
        byte[] body = cipher.update(plaintext, from, length);
        if (body == null) {
            body = new byte[0];
        }
        mac.update(body);
        byte[] bytes = joined(body);
        int whole = bytes.length / 3 * 3;
        held = Arrays.copyOfRange(bytes, whole, bytes.length);
        return Base64.getUrlEncoder().encode(whole == bytes.length ? bytes : Arrays.copyOf(bytes, whole));
    }

    /** The rest of the token. */
    public byte[] finish() {
        try {
            byte[] body = cipher.doFinal();
            mac.update(body);
            byte[] bytes = joined(body);
            byte[] code = mac.doFinal();
            byte[] end = Arrays.copyOf(bytes, bytes.length + code.length);
            System.arraycopy(code, 0, end, bytes.length, code.length);
            return Base64.getUrlEncoder().encode(end);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-CBC with padding cannot fail to encrypt", e);
        }
    }

    private byte[] joined(byte[] body) {
        byte[] bytes = Arrays.copyOf(held, held.length + body.length);
        System.arraycopy(body, 0, bytes, held.length, body.length);
        return bytes;
    }
}
