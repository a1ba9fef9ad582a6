package chat.parley.e2ee;

import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.RecoveryBox;
import chat.parley.crypto.seal.WireReader;
import chat.parley.model.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The key behind the recovery words (section 5.1): opens the account key and the backup. */
public final class RecoveryKey {
    static final int LENGTH = 32;
    /** How many generations of the backup key a box carries. */
    static final int MOST_BACKUP_KEYS = 8;

    private final byte[] key;

    private RecoveryKey(byte[] key) {
        this.key = key;
    }

    static RecoveryKey of(byte[] key) {
        if (key.length != LENGTH) {
            throw new IllegalArgumentException("A recovery key has " + LENGTH + " bytes, not " + key.length);
        }
        return new RecoveryKey(key.clone());
    }

    /** Fails with a sentence that says which word is wrong. */
    public static RecoveryKey ofWords(String words) {
        return new RecoveryKey(Words.decode(words));
    }

    /** 24 words to write down. */
    public List<String> words() {
        return Words.encode(key);
    }

    /** What a box holds: the account key, and the backup keys, newest first. */
    @SuppressWarnings("ArrayRecordComponent")
    record Content(byte[] accountSeed, List<byte[]> backupKeys) {}

    RecoveryBox seal(RecoveryBox.Header header, Content content, byte[] accountNonce, byte[] backupNonce) {
        byte[] keys = new byte[content.backupKeys().size() * Aead.KEY];
        for (int i = 0; i < content.backupKeys().size(); i++) {
            System.arraycopy(content.backupKeys().get(i), 0, keys, i * Aead.KEY, Aead.KEY);
        }
        byte[] additional = header.additionalData();
        return RecoveryBox.make(
                header,
                new RecoveryBox.SealedKey(
                        accountNonce,
                        Aead.seal(
                                derive(header.user(), Label.RECOVERY_ACCOUNT),
                                accountNonce,
                                additional,
                                content.accountSeed())),
                new RecoveryBox.SealedKey(
                        backupNonce,
                        Aead.seal(derive(header.user(), Label.RECOVERY_BACKUP), backupNonce, additional, keys)));
    }

    Content open(RecoveryBox box) {
        byte[] additional = box.header().additionalData();
        UserId user = box.header().user();
        byte[] seed = Aead.open(
                derive(user, Label.RECOVERY_ACCOUNT),
                box.accountNonce().bytes(),
                additional,
                box.account().bytes());
        byte[] keys = Aead.open(
                derive(user, Label.RECOVERY_BACKUP),
                box.backupNonce().bytes(),
                additional,
                box.backup().bytes());
        WireReader in = new WireReader("a recovery box's keys", keys, MOST_BACKUP_KEYS * Aead.KEY);
        List<byte[]> backupKeys = new ArrayList<>();
        do {
            backupKeys.add(in.bytes(Aead.KEY));
        } while (in.remaining() > 0);
        if (seed.length != SigningKey.SEED) {
            throw in.malformed("no account key");
        }
        return new Content(seed, backupKeys);
    }

    private byte[] derive(UserId user, Label label) {
        return Hkdf.derive(user.value().getBytes(StandardCharsets.US_ASCII), key, label, Aead.KEY);
    }

    /** After this it opens nothing any more. */
    public void erase() {
        Arrays.fill(key, (byte) 0);
    }
}
