package chat.parley.support;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.modes.CBCBlockCipher;
import org.bouncycastle.crypto.paddings.PaddedBufferedBlockCipher;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/** Fernet once more, on other primitives than the server's, so that a test sees when the server misreads the spec. */
public final class PlainFernet {
    public static final String KEY = "BAim6q38GF8ecFfoPYT23o8e6QQ003MZifgpn8uLFWY=";

    private final byte[] key;
    private final Random random = new Random(42);

    public PlainFernet(String key) {
        this.key = Base64.getUrlDecoder().decode(key);
    }

    public byte[] encrypt(byte[] plaintext) {
        byte[] iv = new byte[16];
        random.nextBytes(iv);
        ByteArrayOutputStream token = new ByteArrayOutputStream();
        token.write(0x80);
        token.writeBytes(ByteBuffer.allocate(8)
                .putLong(System.currentTimeMillis() / 1000)
                .array());
        token.writeBytes(iv);
        token.writeBytes(aes(true, iv, plaintext));
        token.writeBytes(mac(token.toByteArray()));
        return Base64.getUrlEncoder().encode(token.toByteArray());
    }

    public byte[] decrypt(byte[] token) {
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        int end = bytes.length - 32;
        if (!Arrays.equals(mac(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))) {
            throw new AssertionError("The server sent a token whose HMAC does not hold");
        }
        return aes(false, Arrays.copyOfRange(bytes, 9, 25), Arrays.copyOfRange(bytes, 25, end));
    }

    private byte[] mac(byte[] bytes) {
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key, 0, 16));
        mac.update(bytes, 0, bytes.length);
        byte[] code = new byte[32];
        mac.doFinal(code, 0);
        return code;
    }

    private byte[] aes(boolean encrypt, byte[] iv, byte[] bytes) {
        PaddedBufferedBlockCipher cipher =
                new PaddedBufferedBlockCipher(CBCBlockCipher.newInstance(AESEngine.newInstance()));
        cipher.init(encrypt, new ParametersWithIV(new KeyParameter(key, 16, 16), iv));
        byte[] out = new byte[cipher.getOutputSize(bytes.length)];
        int length = cipher.processBytes(bytes, 0, bytes.length, out, 0);
        try {
            length += cipher.doFinal(out, length);
        } catch (InvalidCipherTextException e) {
            throw new AssertionError(e);
        }
        return Arrays.copyOf(out, length);
    }
}
