package chat.parley.crypto.seal;

/** Ids that follow from a hash: its first 130 bits as 26 characters, five bits each. */
final class Crockford {
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 26;

    private Crockford() {}

    static String id(Octets hash) {
        byte[] bytes = hash.view();
        StringBuilder id = new StringBuilder(LENGTH);
        int held = 0;
        int bits = 0;
        for (int at = 0; id.length() < LENGTH; at++) {
            held = ((held << 8) | (bytes[at] & 0xff)) & 0xfff;
            bits += 8;
            while (bits >= 5 && id.length() < LENGTH) {
                bits -= 5;
                id.append(ALPHABET[(held >>> bits) & 31]);
            }
        }
        return id.toString();
    }
}
