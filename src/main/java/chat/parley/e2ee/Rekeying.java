package chat.parley.e2ee;

import chat.parley.crypto.seal.AccountStatement;
import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.DeviceListEntry;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.RecoveryBox;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** New keys for all devices but the lost ones, by the word of the account key (section 5.4). */
final class Rekeying {
    private static final String STATE = "rekeying";

    private final Jotter vault;
    private final Surroundings around;
    private final Identity self;
    private final Contacts contacts;
    private final Backup backup;

    Rekeying(Jotter vault, Surroundings around, Identity self, Contacts contacts, Backup backup) {
        this.vault = vault;
        this.around = around;
        this.self = self;
        this.contacts = contacts;
        this.backup = backup;
    }

    Publication begin(Set<DeviceId> lost, RecoveryKey recovery, Octets boxBytes) {
        RecoveryBox box = RecoveryBox.parse(boxBytes);
        RecoveryKey.Content content = recovery.open(box);
        SigningKey account = SigningKey.of(content.accountSeed());
        DeviceList before = self.devices(contacts);
        if (!account.publicKey().equals(before.statement().accountKey()) || lost.contains(self.deviceId())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The recovery box is another account's.");
        }
        Payload.AccountKeys keys = new Payload.AccountKeys(
                before.statement().epoch() + 1,
                around.bytes(SigningKey.SEED),
                backup.generation() + 1,
                around.bytes(Aead.KEY));
        SigningKey signing = SigningKey.of(keys.deviceSigningSeed());
        AccountStatement statement =
                AccountStatement.make(account, self.user(), keys.epoch(), signing.publicKey(), around.now());
        List<byte[]> backupKeys = new ArrayList<>(List.of(keys.backupKey()));
        backup.keysNewestFirst().stream()
                .limit(RecoveryKey.MOST_BACKUP_KEYS - 1L)
                .forEach(backupKeys::add);
        RecoveryBox next = recovery.seal(
                new RecoveryBox.Header(self.user(), self.fingerprint(), keys.epoch(), keys.generation()),
                new RecoveryKey.Content(content.accountSeed(), backupKeys),
                around.bytes(Aead.NONCE),
                around.bytes(Aead.NONCE));
        account.erase();
        Arrays.fill(content.accountSeed(), (byte) 0);
        remember(keys);
        return new Publication(statement.bytes(), entries(before, lost, statement, signing), next.bytes(), List.of());
    }

    private List<Octets> entries(
            DeviceList before, Set<DeviceId> lost, AccountStatement statement, SigningKey signing) {
        DeviceList list = DeviceList.begin(statement);
        for (DeviceListEntry entry : before.entries()) {
            DeviceId device = entry.device();
            if (entry.kind() == DeviceListEntry.Kind.ADD
                    && device != null
                    && before.devices().containsKey(device)
                    && !lost.contains(device)) {
                list = list.with(DeviceListEntry.add(
                        signing,
                        list,
                        Objects.requireNonNull(entry.deviceKey()),
                        Objects.requireNonNull(entry.proof()).bytes(),
                        around.now()));
            }
        }
        if (!list.devices().containsKey(self.deviceId())) {
            list = list.with(DeviceListEntry.add(
                    signing,
                    list,
                    self.device().publicKey(),
                    DeviceListEntry.proof(self.device(), self.user()),
                    around.now()));
        }
        return list.entries().stream().map(DeviceListEntry::bytes).toList();
    }

    private void remember(Payload.AccountKeys keys) {
        vault.put(
                STATE,
                new WireWriter()
                        .u32(keys.epoch())
                        .bytes(keys.deviceSigningSeed())
                        .u32(keys.generation())
                        .bytes(keys.backupKey())
                        .toBytesErasing());
    }

    /** The keys that the server has taken by now, to be used from here on; null if there are none. */
    Payload.@Nullable AccountKeys complete() {
        byte[] state = vault.get(STATE);
        if (state == null) {
            return null;
        }
        WireReader in = new WireReader("kept new keys", state, 200);
        Payload.AccountKeys keys =
                new Payload.AccountKeys(in.u32(), in.bytes(SigningKey.SEED), in.u32(), in.bytes(Aead.KEY));
        DeviceList list = self.devices(contacts);
        long epoch = list.statement().epoch();
        SigningKey signing = SigningKey.of(keys.deviceSigningSeed());
        boolean taken = list.statement().deviceSigningKey().equals(signing.publicKey());
        if (epoch >= keys.epoch()) {
            vault.remove(STATE);
        }
        return taken ? keys : null;
    }
}
