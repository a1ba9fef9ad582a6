package chat.parley.crypto.seal;

import chat.parley.model.UserId;

/** What an account key says: which device-signing key counts in this epoch (section 3.1). Its signature was checked. */
public record AccountStatement(
        UserId user, long epoch, Octets accountKey, Octets deviceSigningKey, long time, Octets bytes) {

    public static AccountStatement make(Signer account, UserId user, long epoch, Octets deviceSigningKey, long time) {
        return parse(WireWriter.structure()
                .id(user.value())
                .u32(epoch)
                .octets(account.publicKey())
                .octets(deviceSigningKey)
                .u64(time)
                .signedBy(account, Label.ACCOUNT_STATEMENT));
    }

    public static AccountStatement parse(Octets bytes) {
        String what = "an account statement";
        WireReader in = WireReader.structure(what, bytes);
        UserId user = Ids.user(in);
        long epoch = in.u32();
        if (epoch == 0) {
            throw in.malformed("epochs begin at 1");
        }
        Octets accountKey = in.octets(VerifyKey.LENGTH);
        Octets deviceSigningKey = in.octets(VerifyKey.LENGTH);
        long time = in.u64();
        in.bytes(VerifyKey.SIGNATURE);
        in.end();
        VerifyKey.of(deviceSigningKey);
        VerifyKey.of(accountKey).mustHaveSigned(Label.ACCOUNT_STATEMENT, bytes, what);
        return new AccountStatement(user, epoch, accountKey, deviceSigningKey, time, bytes);
    }

    public Octets fingerprint() {
        return Fingerprint.of(user, accountKey);
    }

    public Octets hash() {
        return Label.ACCOUNT_STATEMENT.structureHash(bytes.view());
    }
}
