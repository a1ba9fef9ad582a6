package chat.parley.crypto;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Fernet tokens (github.com/fernet/spec, version 0x80): base64url, padded, of version, 8-byte time, 16-byte IV,
 * AES-128-CBC with PKCS7 padding, and HMAC-SHA256 over all before it. Whole ones here, in pieces by
 * {@link #decryption} and {@link #encryption}. Time to live is the caller's business: see {@link #time}.
 */
public final class Fernet {
    /** Plaintext is encrypted in blocks of so many bytes. */
    public static final int BLOCK_LENGTH = 16;

    static final int BLOCK = BLOCK_LENGTH;
    static final int HEAD = 1 + 8 + BLOCK;
    static final int MAC = 32;
    static final byte VERSION = (byte) 0x80;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec signing;
    private final SecretKeySpec encryption;

    /** @param key 16 bytes that sign and 16 that encrypt, in base64url */
    public Fernet(String key) {
        byte[] bytes = Base64.getUrlDecoder().decode(key);
        if (bytes.length != 2 * BLOCK) {
            throw new IllegalArgumentException("A Fernet key has 32 bytes, not " + bytes.length);
        }
        signing = new SecretKeySpec(bytes, 0, BLOCK, "HmacSHA256");
        encryption = new SecretKeySpec(bytes, BLOCK, BLOCK, "AES");
    }

    /** How many characters the token of so many bytes has. */
    public static long tokenLength(long plaintext) {
        long bytes = HEAD + (plaintext / BLOCK + 1) * BLOCK + MAC;
        return (bytes + 2) / 3 * 4;
    }

    /** Whether so many characters, with this padding, could be a whole token. */
    public static boolean hasTokenLength(byte[] token) {
        int length = token.length;
        int padding = length > 1 && token[length - 2] == '=' ? 2 : length > 0 && token[length - 1] == '=' ? 1 : 0;
        int bytes = length / 4 * 3 - padding;
        return length % 4 == 0 && bytes >= HEAD + BLOCK + MAC && (bytes - HEAD - MAC) % BLOCK == 0;
    }

    /** The token of these bytes, in ASCII. */
    public byte[] encrypt(byte[] plaintext) {
        byte[] iv = new byte[BLOCK];
        RANDOM.nextBytes(iv);
        return encrypt(plaintext, Instant.now(), iv);
    }

    /** As {@link #encrypt(byte[])} with a given time and IV. An IV must never be used twice. */
    public byte[] encrypt(byte[] plaintext, Instant now, byte[] iv) {
        FernetEncryption pieces = new FernetEncryption(this, now, iv);
        ByteArrayOutputStream token = new ByteArrayOutputStream((int) tokenLength(plaintext.length));
        token.writeBytes(pieces.update(plaintext, 0, plaintext.length));
        token.writeBytes(pieces.finish());
        return token.toByteArray();
    }

    /** What a token says, once its HMAC held. */
    public byte[] decrypt(byte[] token) throws BadTokenException {
        FernetDecryption pieces = decryption();
        ByteArrayOutputStream plaintext = new ByteArrayOutputStream(token.length);
        plaintext.writeBytes(pieces.update(token, 0, token.length));
        plaintext.writeBytes(pieces.finish());
        return plaintext.toByteArray();
    }

    /** When an authentic token says that it was made. */
    public Instant time(byte[] token) throws BadTokenException {
        FernetDecryption pieces = decryption();
        pieces.update(token, 0, token.length);
        pieces.finish();
        return pieces.time();
    }

    /** Reads one token in pieces. */
    public FernetDecryption decryption() {
        return new FernetDecryption(this);
    }

    /** Writes one token in pieces. */
    public FernetEncryption encryption() {
        byte[] iv = new byte[BLOCK];
        RANDOM.nextBytes(iv);
        return new FernetEncryption(this, Instant.now(), iv);
    }

    Mac mac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(signing);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA256", e);
        }
    }

    Cipher cipher(int mode, byte[] iv) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(mode, encryption, new IvParameterSpec(iv));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-CBC", e);
        }
    }
}
