package chat.parley.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs links to files: HMAC-SHA256 (RFC 2104) over file, session and time, as 43 characters of base64url. */
public final class LinkSigner {
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_LENGTH = 32;

    private final SecretKeySpec key;

    /** Signs with a key derived from these, at least 32 secret bytes, which may have other uses as well. */
    public LinkSigner(byte[] serverKey) {
        if (serverKey.length < KEY_LENGTH) {
            throw new IllegalArgumentException("A key has at least 32 bytes, not " + serverKey.length);
        }
        this.key = key(mac(key(serverKey), "parley file links"));
    }

    /** The signature of a link that works until then (milliseconds since 1970). */
    public String sign(String file, String session, long until) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, file + '|' + session + '|' + until));
    }

    /** Whether this signature was made for just these; in constant time. That {@code until} is not over is the caller's to check. */
    public boolean verify(String file, String session, long until, String signature) {
        return MessageDigest.isEqual(
                sign(file, session, until).getBytes(StandardCharsets.UTF_8),
                signature.getBytes(StandardCharsets.UTF_8));
    }

    /** What a reader's copy of a file is called: known only to the server and to whom it was told, the same every time. */
    public String tag(String file, String user) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(key, file + '|' + user + "|tag"));
    }

    private static SecretKeySpec key(byte[] bytes) {
        return new SecretKeySpec(bytes, HMAC);
    }

    private static byte[] mac(SecretKeySpec key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
