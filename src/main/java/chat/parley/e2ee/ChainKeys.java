package chat.parley.e2ee;

import chat.parley.crypto.seal.Label;
import java.util.Arrays;

/** How the keys of a sender chain follow from each other (section 4.1). */
final class ChainKeys {
    private static final int MESSAGE = Aead.KEY + Aead.NONCE;

    private ChainKeys() {}

    static byte[] next(byte[] chain, byte[] key) {
        return Hkdf.derive(chain, key, Label.CHAIN_KEY, Aead.KEY);
    }

    /** The key so many steps on. Erases what lies between. */
    static byte[] stepped(byte[] chain, byte[] key, long steps) {
        byte[] at = key.clone();
        for (long i = 0; i < steps; i++) {
            byte[] next = next(chain, at);
            Arrays.fill(at, (byte) 0);
            at = next;
        }
        return at;
    }

    static byte[] sealMessage(byte[] chain, byte[] key, byte[] additional, byte[] plain) {
        byte[] material = Hkdf.derive(chain, key, Label.MESSAGE_KEY, MESSAGE);
        try {
            return Aead.seal(key(material), nonce(material), additional, plain);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    static byte[] openMessage(byte[] chain, byte[] key, byte[] additional, byte[] sealed) {
        byte[] material = Hkdf.derive(chain, key, Label.MESSAGE_KEY, MESSAGE);
        try {
            return Aead.open(key(material), nonce(material), additional, sealed);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    private static byte[] key(byte[] material) {
        return Arrays.copyOf(material, Aead.KEY);
    }

    private static byte[] nonce(byte[] material) {
        return Arrays.copyOfRange(material, Aead.KEY, MESSAGE);
    }
}
