package chat.parley.crypto.seal;

import chat.parley.model.UserId;

/** Names an account key together with whose it is. */
public final class Fingerprint {
    private Fingerprint() {}

    public static Octets of(UserId user, Octets accountKey) {
        return Label.ACCOUNT_FINGERPRINT.hash(
                new WireWriter().id(user.value()).octets(accountKey).toBytes());
    }
}
