package chat.parley.crypto.seal;

import chat.parley.model.UserId;

/** A user's account key and backup key, sealed under the recovery key (section 3.8). */
public record RecoveryBox(
        Header header, Octets accountNonce, Octets account, Octets backupNonce, Octets backup, Octets bytes) {
    /** What stands before the sealed keys, and is bound to them. */
    public record Header(UserId user, Octets fingerprint, long epoch, long generation) {
        WireWriter write() {
            return WireWriter.structure()
                    .id(user.value())
                    .octets(fingerprint)
                    .u32(epoch)
                    .u32(generation);
        }

        public byte[] additionalData() {
            return Label.RECOVERY_BOX.before(write().toBytes());
        }
    }

    /** A sealed key and the nonce it was sealed with. */
    @SuppressWarnings("ArrayRecordComponent")
    public record SealedKey(byte[] nonce, byte[] ciphertext) {}

    public static RecoveryBox make(Header header, SealedKey account, SealedKey backup) {
        return parse(header.write()
                .bytes(account.nonce())
                .bytes16(account.ciphertext())
                .bytes(backup.nonce())
                .bytes16(backup.ciphertext())
                .toOctets());
    }

    public static RecoveryBox parse(Octets bytes) {
        WireReader in = WireReader.structure("a recovery box", bytes);
        Header header = new Header(Ids.user(in), in.octets(32), in.u32(), in.u32());
        Octets accountNonce = in.octets(BackupSegment.NONCE);
        Octets account = Octets.wrap(in.bytes16());
        Octets backupNonce = in.octets(BackupSegment.NONCE);
        Octets backup = Octets.wrap(in.bytes16());
        in.end();
        return new RecoveryBox(header, accountNonce, account, backupNonce, backup, bytes);
    }
}
