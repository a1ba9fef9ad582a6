package chat.parley.config;

import io.netty.util.NetUtil;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An address, or the addresses that share their first bits (CIDR, RFC 4632), such as {@code 10.0.0.0/8}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AddressRange(byte[] address, int bits) {

    /** Throws {@link IllegalArgumentException}; a name is never looked up. */
    public static AddressRange parse(String text) {
        String[] parts = text.split("/", 2);
        byte[] address = bytes(parts[0]);
        if (address == null) {
            throw new IllegalArgumentException("an address such as 10.0.0.1, or a range such as 10.0.0.0/8");
        }
        int most = address.length * Byte.SIZE;
        int bits = parts.length == 1 ? most : parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("a range with 0 to " + most + " bits, such as " + parts[0] + "/8");
        }
        return new AddressRange(address, bits);
    }

    /** Whether this literal address is in the range; what is no address is in none. */
    public boolean contains(String other) {
        byte[] bytes = bytes(other);
        if (bytes == null || bytes.length != address.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        int mask = 0xff << (Byte.SIZE - rest);
        return Arrays.equals(bytes, 0, whole, address, 0, whole)
                && (rest == 0 || ((bytes[whole] ^ address[whole]) & mask) == 0);
    }

    /** The bytes of a literal address; an IPv4 address that is written as an IPv6 one is the IPv4 address. */
    private static byte @Nullable [] bytes(String text) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text.replaceFirst("%.*", ""));
        boolean mapped = bytes != null
                && bytes.length == 16
                && text.toLowerCase(java.util.Locale.ROOT).startsWith("::ffff:");
        return mapped ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }
}
