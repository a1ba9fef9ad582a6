package chat.parley.crypto.seal;

/** Whoever holds a private Ed25519 key. */
public interface Signer {
    /** 32 bytes. */
    Octets publicKey();

    /** 64 bytes, over {@code L(label, body)}. */
    byte[] sign(Label label, byte[] body);
}
