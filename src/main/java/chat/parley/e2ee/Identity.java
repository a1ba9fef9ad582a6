package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.UserId;
import java.util.Objects;

/** Who this device is: its own key, and the key that signs its user's device list. */
final class Identity {
    private static final String STATE = "identity";

    private final Jotter vault;
    private final UserId user;
    private final Octets fingerprint;
    private final SigningKey device;
    private SigningKey deviceSigning;

    Identity(Jotter vault, UserId user, Octets fingerprint, SigningKey device, SigningKey deviceSigning) {
        this.vault = vault;
        this.user = user;
        this.fingerprint = fingerprint;
        this.device = device;
        this.deviceSigning = deviceSigning;
    }

    static Identity load(Jotter vault) {
        byte[] bytes = vault.get(STATE);
        if (bytes == null) {
            throw new IllegalStateException("Nothing was set up in this vault");
        }
        WireReader in = new WireReader("the kept identity", bytes, 1024);
        in.version();
        Identity identity = new Identity(
                vault,
                new UserId(in.id()),
                in.octets(32),
                SigningKey.of(in.bytes(SigningKey.SEED)),
                SigningKey.of(in.bytes(SigningKey.SEED)));
        in.end();
        return identity;
    }

    static boolean isIn(Vault vault) {
        return vault.get(STATE) != null;
    }

    void store() {
        vault.put(
                STATE,
                WireWriter.structure()
                        .id(user.value())
                        .octets(fingerprint)
                        .bytes(device.seed())
                        .bytes(deviceSigning.seed())
                        .toBytesErasing());
    }

    UserId user() {
        return user;
    }

    Octets fingerprint() {
        return fingerprint;
    }

    SigningKey device() {
        return device;
    }

    DeviceId deviceId() {
        return DeviceId.of(device.publicKey());
    }

    SigningKey deviceSigning() {
        return deviceSigning;
    }

    void deviceSigning(SigningKey key) {
        deviceSigning = key;
        store();
    }

    /** The devices of this user, by the verified list. */
    DeviceList devices(Contacts contacts) {
        return Objects.requireNonNull(contacts.history(user, fingerprint), "a device knows its own list")
                .current();
    }

    /** As whom this device signs; fails when it was taken off its user's list. */
    RosterEntry.Author author(Contacts contacts) {
        DeviceList list = devices(contacts);
        if (!list.devices().containsKey(deviceId())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "This device is not one of its user's any more.");
        }
        return new RosterEntry.Author(user, device, list.head());
    }
}
