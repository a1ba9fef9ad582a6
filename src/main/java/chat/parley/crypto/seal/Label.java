package chat.parley.crypto.seal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a key, a hash or a signature is used for: it goes in front of the bytes, so that no use passes for another. */
public enum Label {
    ACCOUNT_STATEMENT("account statement"),
    DEVICE("device"),
    DEVICE_LIST_ENTRY("device-list entry"),
    PRE_KEY("pre-key"),
    ROSTER_ENTRY("roster entry"),
    KEY_DELIVERY("key delivery"),
    KEY_REQUEST("key request"),
    MESSAGE("message"),
    DEVICE_ID("device id"),
    ACCOUNT_FINGERPRINT("account fingerprint"),
    SAFETY_NUMBER("safety number"),
    MESSAGE_KEY("message key"),
    CHAIN_KEY("chain key"),
    ROOM_PROFILE("room profile"),
    PROFILE_KEY("profile key"),
    RECOVERY_ACCOUNT("recovery account"),
    RECOVERY_BACKUP("recovery backup"),
    RECOVERY_BOX("recovery box"),
    BACKUP_SEGMENT("backup segment"),
    FILE("file"),
    APPROVAL_COMMITMENT("approval commitment"),
    APPROVAL_TRANSCRIPT("approval transcript"),
    APPROVAL_EMOJI("approval emoji"),
    APPROVAL_KEY("approval key");

    private final String text;

    Label(String text) {
        this.text = "parley/1 " + text;
    }

    public String text() {
        return text;
    }

    /** {@code L(label, parts)}: length and text of the label, then the parts. */
    public byte[] before(byte[]... parts) {
        return join(text, parts);
    }

    /** {@code H(label, parts)}. */
    public Octets hash(byte[]... parts) {
        return Octets.wrap(sha256(before(parts)));
    }

    /** The hash by which a signed structure is known: under this label with " hash" after it. */
    public Octets structureHash(byte[] signed) {
        return Octets.wrap(sha256(join(text + " hash", signed)));
    }

    private static byte[] join(String label, byte[]... parts) {
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        int size = 1 + name.length;
        for (byte[] part : parts) {
            size += part.length;
        }
        byte[] joined = new byte[size];
        joined[0] = (byte) name.length;
        System.arraycopy(name, 0, joined, 1, name.length);
        int at = 1 + name.length;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }
}
