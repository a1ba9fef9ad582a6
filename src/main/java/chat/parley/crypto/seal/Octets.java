package chat.parley.crypto.seal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes as a value: a hash, a public key, a signed structure. Never secret ones: it prints itself. Base64 in JSON. */
public final class Octets {
    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Octets of(byte[] bytes) {
        return new Octets(bytes.clone());
    }

    /** Without copying: the caller gives the array away. */
    static Octets wrap(byte[] bytes) {
        return new Octets(bytes);
    }

    public static Octets zeros(int length) {
        return new Octets(new byte[length]);
    }

    public static Octets ofHex(String hex) {
        return new Octets(HexFormat.of().parseHex(hex));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Octets ofBase64(String base64) {
        try {
            return new Octets(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw RefusedException.malformed("base64 is expected");
        }
    }

    @JsonValue
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The array itself, for readers in this package that change nothing. */
    byte[] view() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    public boolean isZero() {
        int all = 0;
        for (byte b : bytes) {
            all |= b;
        }
        return all == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets octets && MessageDigest.isEqual(bytes, octets.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
