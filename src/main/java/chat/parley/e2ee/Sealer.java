package chat.parley.e2ee;

import chat.parley.crypto.seal.AccountStatement;
import chat.parley.crypto.seal.BackupSegment;
import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.DeviceListEntry;
import chat.parley.crypto.seal.Fingerprint;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.PreKey;
import chat.parley.crypto.seal.RecoveryBox;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.model.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This device of a user: its account, devices, contacts and backup here, its rooms in {@link #rooms}. Whatever it changes
 * is in the vault when a call returns; what it has to tell the server is in what the call returned. A call that fails
 * {@link RefusedException} was given something that is not right and goes on as before.
 */
public final class Sealer {
    private static final long RENEW = Duration.ofDays(7).toMillis();

    private final Jotter vault;
    private final Surroundings around;
    private final Identity self;
    private final Contacts contacts;
    private final Backup backup;
    private final PreKeys preKeys;
    private final Rekeying rekeying;
    private final SharedKeys shared;
    private final Rooms rooms;
    private boolean broken;

    /** As what a device comes into an account that is there. */
    record Entrance(UserId user, Octets fingerprint, SigningKey device, Payload.AccountKeys keys) {}

    private Sealer(Jotter vault, Surroundings around, Identity self) {
        this.vault = vault;
        this.around = around;
        this.self = self;
        this.backup = new Backup(vault, around, self.user());
        this.contacts = new Contacts(vault, backup);
        this.preKeys = new PreKeys(vault, around, self);
        this.rekeying = new Rekeying(vault, around, self, contacts, backup);
        this.shared = new SharedKeys(self, contacts, backup);
        this.rooms = new Rooms(
                this, vault, around, self, contacts, backup, new Incoming(vault, self, contacts, preKeys, shared));
    }

    /** Goes on with a device that was set up in this vault. */
    public static Sealer load(Vault store, Surroundings around) {
        Jotter vault = new Jotter(store);
        return new Sealer(vault, around, Identity.load(vault));
    }

    public static boolean isSetUpIn(Vault store) {
        return Identity.isIn(store);
    }

    /** A new recovery key, whose words are shown and asked for before {@link #setUp}. */
    public static RecoveryKey newRecoveryKey(Surroundings around) {
        return RecoveryKey.of(around.bytes(RecoveryKey.LENGTH));
    }

    /** A device with what the server has to be told of it. */
    public record Begun(Sealer sealer, Publication publication) {}

    /** Sets up an account that has no keys yet, or begins anew with one that lost all (section 5.2). */
    public static Begun setUp(UserId user, RecoveryKey recovery, Vault store, Surroundings around) {
        SigningKey account = SigningKey.of(around.bytes(SigningKey.SEED));
        SigningKey signing = SigningKey.of(around.bytes(SigningKey.SEED));
        SigningKey device = SigningKey.of(around.bytes(SigningKey.SEED));
        AccountStatement statement = AccountStatement.make(account, user, 1, signing.publicKey(), around.now());
        DeviceListEntry entry = DeviceListEntry.add(
                signing,
                DeviceList.begin(statement),
                device.publicKey(),
                DeviceListEntry.proof(device, user),
                around.now());
        byte[] backupKey = around.bytes(Aead.KEY);
        RecoveryBox box = recovery.seal(
                new RecoveryBox.Header(user, statement.fingerprint(), 1, 1),
                new RecoveryKey.Content(account.seed(), List.of(backupKey)),
                around.bytes(Aead.NONCE),
                around.bytes(Aead.NONCE));
        account.erase();
        PublishedDevices own = new PublishedDevices(
                user, true, List.of(new PublishedDevices.Epoch(statement.bytes(), 0, List.of(entry.bytes()))));
        Payload.AccountKeys keys = new Payload.AccountKeys(1, signing.seed(), 1, backupKey);
        Sealer sealer = enter(new Entrance(user, statement.fingerprint(), device, keys), own, store, around);
        return new Begun(
                sealer,
                new Publication(statement.bytes(), List.of(entry.bytes()), box.bytes(), sealer.preKeys(PreKeys.STOCK)));
    }

    /** Makes the state of a device whose account is there, and has it remembered. */
    static Sealer enter(Entrance entrance, PublishedDevices own, Vault store, Surroundings around) {
        Jotter vault = new Jotter(store);
        Identity self = new Identity(
                vault,
                entrance.user(),
                entrance.fingerprint(),
                entrance.device(),
                SigningKey.of(entrance.keys().deviceSigningSeed()));
        Sealer sealer = new Sealer(vault, around, self);
        sealer.backup.key(entrance.keys().generation(), entrance.keys().backupKey());
        sealer.contacts.learn(own);
        DeviceHistory history = sealer.contacts.history(entrance.user(), entrance.fingerprint());
        if (history == null) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The server shows another account than yours.");
        }
        if (entrance.keys().epoch() > history.current().statement().epoch()) {
            throw new RefusedException(Refusal.ROLLED_BACK, "The server shows an old state of your account.");
        }
        if (sealer.holdsSigningKey()) {
            sealer.backup.add(new BackupRecord.DeviceSigningKey(
                    entrance.keys().epoch(), entrance.keys().deviceSigningSeed()));
        }
        self.store();
        vault.commit();
        return sealer;
    }

    /**
     * A device of its own that came in by the recovery words. {@code entry} adds it to the list, for the server; null when
     * the key that signs lists is not in the backup: then {@link #lose} with nobody lost makes a new one.
     */
    public record Restored(Sealer sealer, @Nullable Octets entry) {}

    /** Comes into an account by the recovery words (section 5.4), with all that its backup holds. */
    public static Restored restore(
            PublishedDevices own,
            Octets boxBytes,
            Saved saved,
            RecoveryKey recovery,
            Vault store,
            Surroundings around) {
        RecoveryBox box = RecoveryBox.parse(boxBytes);
        RecoveryKey.Content content = recovery.open(box);
        SigningKey account = SigningKey.of(content.accountSeed());
        Octets fingerprint = Fingerprint.of(own.user(), account.publicKey());
        account.erase();
        if (!box.header().user().equals(own.user())
                || !box.header().fingerprint().equals(fingerprint)) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The recovery box is another account's.");
        }
        SigningKey device = SigningKey.of(around.bytes(SigningKey.SEED));
        byte[] unknown = around.bytes(SigningKey.SEED);
        Sealer sealer = enter(
                new Entrance(
                        own.user(),
                        fingerprint,
                        device,
                        new Payload.AccountKeys(
                                box.header().epoch(),
                                unknown,
                                box.header().generation(),
                                content.backupKeys().get(0))),
                own,
                store,
                around);
        sealer.run(() -> {
            for (int i = 1; i < content.backupKeys().size(); i++) {
                sealer.backup.key(
                        box.header().generation() - i, content.backupKeys().get(i));
            }
            return sealer.take(saved);
        });
        return new Restored(sealer, sealer.holdsSigningKey() ? sealer.addSelf() : null);
    }

    private boolean holdsSigningKey() {
        return self.deviceSigning().publicKey().equals(ownDevices().statement().deviceSigningKey());
    }

    private Octets addSelf() {
        return addDevice(self.device().publicKey(), Octets.of(DeviceListEntry.proof(self.device(), self.user())));
    }

    /** Pieces of the backup as the server has them, from where this device is; {@code newest}: the last one's counter. */
    public record Saved(List<Octets> segments, long newest) {
        public Saved {
            segments = List.copyOf(segments);
        }
    }

    public UserId user() {
        return self.user();
    }

    public DeviceId device() {
        return self.deviceId();
    }

    public Octets fingerprint() {
        return self.fingerprint();
    }

    public Rooms rooms() {
        return rooms;
    }

    /** New pre-keys to publish: so many one-time ones, and a weekly one where it is due. */
    public List<Octets> preKeys(int oneTime) {
        return run(() -> preKeys.make(oneTime).stream().map(PreKey::bytes).toList());
    }

    /** What came of what the server publishes of somebody; {@code removed}: devices that are theirs no more. */
    public record News(Contacts.Learned learned, Set<DeviceId> removed) {
        public News {
            removed = Set.copyOf(removed);
        }
    }

    /** Takes in what the server publishes of somebody's devices, one's own among them. */
    public News learn(PublishedDevices published) {
        return run(() -> {
            Set<DeviceId> before = listed(published.user());
            Contacts.Learned learned = contacts.learn(published);
            before.removeAll(listed(published.user()));
            before.forEach(rooms::takenOff);
            if (published.user().equals(self.user())) {
                goOnWithNewKeys();
            }
            return new News(learned, before);
        });
    }

    private Set<DeviceId> listed(UserId user) {
        DeviceList list = contacts.devices(user);
        return list == null ? new HashSet<>() : new HashSet<>(list.devices().keySet());
    }

    private void goOnWithNewKeys() {
        Payload.AccountKeys keys = rekeying.complete();
        if (keys != null) {
            self.deviceSigning(SigningKey.of(keys.deviceSigningSeed()));
            backup.key(keys.generation(), keys.backupKey());
            backup.add(new BackupRecord.DeviceSigningKey(keys.epoch(), keys.deviceSigningSeed()));
            backup.restate(everything());
        }
    }

    public @Nullable Contact contact(UserId user) {
        return contacts.get(user);
    }

    /** The devices of a contact, or of oneself, as they were verified. */
    public @Nullable DeviceList devices(UserId user) {
        return contacts.devices(user);
    }

    DeviceList ownDevices() {
        return self.devices(contacts);
    }

    Payload.AccountKeys sharedKeys() {
        return shared.now();
    }

    Backup.Pin backupPin() {
        return backup.pin();
    }

    /** Holds the server to what the device that let this one in had seen. */
    void mustHaveSeen(Approval.Grant grant) {
        DeviceHistory own = Objects.requireNonNull(contacts.history(self.user(), self.fingerprint()));
        if (own.find(grant.listHead()) == null || !own.current().devices().containsKey(self.deviceId())) {
            throw new RefusedException(Refusal.ROLLED_BACK, "The server shows a device list without this device.");
        }
        run(() -> {
            backup.promise(grant.backup());
            return self;
        });
    }

    /** Accepts a changed account key; a contact that was verified is to be verified anew. */
    public void accept(UserId user) {
        run(() -> {
            contacts.accept(user);
            return user;
        });
    }

    /** Stays with the account key that was pinned before. */
    public void decline(UserId user) {
        run(() -> {
            contacts.decline(user);
            return user;
        });
    }

    /** The user compared the safety numbers of this account with the contact's own screen. */
    public void verified(UserId user, Octets fingerprint) {
        run(() -> {
            contacts.verified(user, fingerprint);
            return user;
        });
    }

    /** 60 digits; with a changed account key those of the new one. */
    public String safetyNumber(UserId other) {
        return SafetyNumber.of(self.user(), ownDevices().statement().accountKey(), other, contacts.accountKey(other));
    }

    /** The entry that adds a device, for the server; it counts once {@link #learn} has seen it. */
    Octets addDevice(Octets key, Octets proof) {
        return DeviceListEntry.add(self.deviceSigning(), ownDevices(), key, proof.bytes(), around.now())
                .bytes();
    }

    /** The entry that takes an own device off that is not lost but not used any more. */
    public Octets removeDevice(DeviceId device) {
        return DeviceListEntry.remove(self.deviceSigning(), ownDevices(), device, around.now())
                .bytes();
    }

    /** The entry that says that the device list is still current; null while that is not due. */
    public @Nullable Octets renew() {
        return around.now() - ownDevices().headTime() < RENEW
                ? null
                : DeviceListEntry.renew(self.deviceSigning(), ownDevices(), around.now())
                        .bytes();
    }

    /** New keys for all devices but the lost ones (section 5.4). They count once {@link #learn} has seen them. */
    public Publication lose(Set<DeviceId> lost, RecoveryKey recovery, Octets box) {
        return run(() -> rekeying.begin(lost, recovery, box));
    }

    /** Gives the keys that all own devices share to those whose pre-keys these are. */
    public List<Octets> handOver(List<Octets> claimed) {
        return rooms.handOver(claimed, shared.now());
    }

    public ApprovingDevice approve() {
        return new ApprovingDevice(this, self.user(), around.bytes(Agreement.KEY));
    }

    /** How the user calls a device; null when there is no name. */
    public @Nullable String nameOf(DeviceId device) {
        byte[] name = vault.get("name/" + device);
        return name == null ? null : new String(name, StandardCharsets.UTF_8);
    }

    public void rename(DeviceId device, String name) {
        run(() -> {
            vault.put("name/" + device, name.getBytes(StandardCharsets.UTF_8));
            backup.add(new BackupRecord.DeviceName(device, name));
            return name;
        });
    }

    /** The next piece of the backup, for the server; null when everything is there. */
    public @Nullable BackupSegment backup() {
        return run(backup::next);
    }

    /** The server has taken that piece. */
    public void backedUp(BackupSegment segment) {
        run(() -> {
            backup.saved(segment);
            return segment;
        });
    }

    /** Has everything written again, so that the server can forget the pieces before. */
    public void restateBackup() {
        run(() -> {
            backup.restate(everything());
            return self;
        });
    }

    /** Takes in what other devices of the user have written; the counter of the last piece that is known. */
    public long merge(Saved saved) {
        return run(() -> take(saved));
    }

    private long take(Saved saved) {
        for (BackupRecord record : backup.read(saved.segments(), saved.newest())) {
            take(record);
        }
        return backup.counter();
    }

    private void take(BackupRecord record) {
        if (record instanceof BackupRecord.DeviceSigningKey key) {
            SigningKey signing = SigningKey.of(key.seed());
            if (signing.publicKey().equals(ownDevices().statement().deviceSigningKey())) {
                self.deviceSigning(signing);
            }
        } else if (record instanceof BackupRecord.Pin pin) {
            contacts.restore(pin.user(), pin.fingerprint(), pin.verified(), pin.head());
        } else if (record instanceof BackupRecord.DeviceName name) {
            vault.put("name/" + name.device(), name.name().getBytes(StandardCharsets.UTF_8));
        } else {
            rooms.take(record);
        }
    }

    private List<BackupRecord> everything() {
        List<BackupRecord> all = new ArrayList<>();
        Payload.AccountKeys keys = shared.now();
        all.add(new BackupRecord.DeviceSigningKey(keys.epoch(), keys.deviceSigningSeed()));
        contacts.all().forEach(contact -> {
            DeviceHistory history = contacts.history(contact.user(), contact.fingerprint());
            if (history != null) {
                all.add(BackupRecord.Pin.of(contact, history));
            }
        });
        for (Map.Entry<String, byte[]> name : vault.all("name/").entrySet()) {
            all.add(new BackupRecord.DeviceName(
                    new DeviceId(name.getKey().substring("name/".length())),
                    new String(name.getValue(), StandardCharsets.UTF_8)));
        }
        rooms.addAll(all);
        return all;
    }

    /** Runs an operation and has what it changed remembered, also when it refuses: then nothing half-done is there. */
    <T extends @Nullable Object> T run(Supplier<T> operation) {
        if (broken) {
            throw new IllegalStateException("The vault failed; the device has to be loaded anew");
        }
        boolean whole = false;
        try {
            T result = operation.get();
            vault.commit();
            whole = true;
            return result;
        } catch (RefusedException | IllegalArgumentException e) {
            vault.commit();
            whole = true;
            throw e;
        } finally {
            broken = !whole;
        }
    }
}
