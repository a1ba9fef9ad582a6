package chat.parley.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Reads one Fernet token in pieces, in constant memory. What {@link #update} gives is not yet known to be authentic:
 * nothing may come of it before {@link #finish} has returned.
 */
public final class FernetDecryption {
    private static final byte[] NOTHING = {};

    private final Fernet fernet;
    private final Base64Stream base64 = Base64Stream.urlSafe();
    private final Mac mac;
    private final byte[] head = new byte[Fernet.HEAD];
    private final byte[] tail = new byte[Fernet.MAC];
    private int inHead;
    private int inTail;

    /** Null until the head with the IV is complete. */
    private @Nullable Cipher cipher;

    FernetDecryption(Fernet fernet) {
        this.fernet = fernet;
        this.mac = fernet.mac();
    }

    /** Takes a piece of the token; the plaintext that it completes. */
    public byte[] update(byte[] token, int from, int length) throws BadTokenException {
        byte[] bytes = base64.update(token, from, length);
        int at = readHead(bytes);
        Cipher reader = cipher;
        return reader == null ? NOTHING : readBody(reader, bytes, at);
    }

    private int readHead(byte[] bytes) throws BadTokenException {
        int taken = Math.min(bytes.length, head.length - inHead);
        if (taken > 0) {
            System.arraycopy(bytes, 0, head, inHead, taken);
            inHead += taken;
            if (head[0] != Fernet.VERSION) {
                throw new BadTokenException("not a Fernet token");
            }
            if (inHead == head.length) {
                mac.update(head);
                cipher = fernet.cipher(Cipher.DECRYPT_MODE, Arrays.copyOfRange(head, 9, head.length));
            }
        }
        return taken;
    }

    /** The last 32 bytes might be the HMAC, so they are held back. */
    private byte[] readBody(Cipher reader, byte[] bytes, int at) {
        int fresh = bytes.length - at;
        int sure = inTail + fresh - tail.length;
        if (sure <= 0) {
            System.arraycopy(bytes, at, tail, inTail, fresh);
            inTail += fresh;
            return NOTHING;
        }
        byte[] body = new byte[sure];
        int fromTail = Math.min(sure, inTail);
        System.arraycopy(tail, 0, body, 0, fromTail);
        System.arraycopy(bytes, at, body, fromTail, sure - fromTail);
        System.arraycopy(tail, fromTail, tail, 0, inTail - fromTail);
        inTail -= fromTail;
        int rest = fresh - (sure - fromTail);
        System.arraycopy(bytes, bytes.length - rest, tail, inTail, rest);
        inTail += rest;
        mac.update(body);
        byte[] plaintext = reader.update(body);
        return plaintext == null ? NOTHING : plaintext;
    }

    /** Checks the HMAC, in constant time, then the padding; the rest of the plaintext. */
    public byte[] finish() throws BadTokenException {
        base64.finish();
        Cipher reader = cipher;
        if (reader == null || inTail < tail.length) {
            throw new BadTokenException("too short for a Fernet token");
        }
        if (!MessageDigest.isEqual(mac.doFinal(), tail)) {
            throw new BadTokenException("the HMAC does not hold");
        }
        try {
            byte[] last = reader.doFinal();
            return last == null ? NOTHING : last;
        } catch (GeneralSecurityException e) {
            throw new BadTokenException("the padding is wrong");
        }
    }

    /** When the token says that it was made. */
    Instant time() {
        return Instant.ofEpochSecond(ByteBuffer.wrap(head, 1, 8).getLong());
    }
}
