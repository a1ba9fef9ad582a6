package chat.parley.e2ee;

import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;

/** The keys that all devices of the user have: the one that signs the device list, and the backup's. */
final class SharedKeys {
    private final Identity self;
    private final Contacts contacts;
    private final Backup backup;

    SharedKeys(Identity self, Contacts contacts, Backup backup) {
        this.self = self;
        this.contacts = contacts;
        this.backup = backup;
    }

    Payload.AccountKeys now() {
        return new Payload.AccountKeys(
                self.devices(contacts).statement().epoch(),
                self.deviceSigning().seed(),
                backup.generation(),
                backup.key());
    }

    /** Keys that another device of the user gave. The one that signs has to be the one that the account key named. */
    void take(Payload.AccountKeys keys) {
        SigningKey key = SigningKey.of(keys.deviceSigningSeed());
        boolean named = keys.epoch() == self.devices(contacts).statement().epoch()
                && key.publicKey().equals(self.devices(contacts).statement().deviceSigningKey());
        if (!named) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The keys are not the ones that the account vouches for.");
        }
        self.deviceSigning(key);
        if (keys.generation() > backup.generation()) {
            backup.key(keys.generation(), keys.backupKey());
        }
    }
}
