package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.Label;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterChange;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names, topics and pictures of sealed rooms, and the keys to them (section 3.4). */
final class Profiles {
    private static final int MOST = 8_000;

    private final Jotter vault;
    private final Backup backup;

    Profiles(Jotter vault, Backup backup) {
        this.vault = vault;
        this.backup = backup;
    }

    /** Seals a profile under a new key, which is kept by its commitment until the room has it. */
    RosterChange.Profile seal(String json, byte[] key, byte[] nonce) {
        RosterChange.Profile sealed = sealWith(json, key, nonce);
        vault.put("newprofile/" + sealed.commitment().hex(), key.clone());
        return sealed;
    }

    static RosterChange.Profile sealWith(String json, byte[] key, byte[] nonce) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        if (text.length > MOST) {
            throw new IllegalArgumentException(
                    "Name, topic and picture take at most " + MOST + " bytes, not " + text.length);
        }
        Octets commitment = commitment(key);
        byte[] plain = new PlainMessage(List.of(), text).toBytes();
        byte[] ciphertext = Aead.seal(key, nonce, Label.ROOM_PROFILE.before(commitment.bytes()), plain);
        return new RosterChange.Profile(
                commitment,
                Octets.of(new WireWriter().bytes(nonce).bytes(ciphertext).toBytes()));
    }

    static String openWith(RosterChange.Profile profile, byte[] key) {
        byte[] sealed = profile.sealed().bytes();
        if (sealed.length < Aead.NONCE + Aead.TAG || !commitment(key).equals(profile.commitment())) {
            throw Aead.unreadable();
        }
        byte[] plain = Aead.open(
                key,
                Arrays.copyOf(sealed, Aead.NONCE),
                Label.ROOM_PROFILE.before(profile.commitment().bytes()),
                Arrays.copyOfRange(sealed, Aead.NONCE, sealed.length));
        PlainMessage message = PlainMessage.parse(plain);
        if (!message.abandoned().isEmpty()) {
            throw Aead.unreadable();
        }
        return new String(message.content(), StandardCharsets.UTF_8);
    }

    /** The JSON of a room's name, topic and picture; null while its key is not here, or when it has none. */
    @Nullable
    String open(Roster roster) {
        Roster.Profile profile = roster.profile();
        byte[] key = key(roster);
        if (profile == null || key == null) {
            return null;
        }
        return openWith(new RosterChange.Profile(profile.commitment(), profile.sealed()), key);
    }

    byte @Nullable [] key(Roster roster) {
        Roster.Profile profile = roster.profile();
        if (profile == null) {
            return null;
        }
        byte[] made = vault.get("newprofile/" + profile.commitment().hex());
        if (made != null) {
            take(roster.room(), made, true);
            vault.remove("newprofile/" + profile.commitment().hex());
            return made;
        }
        return vault.get(name(roster.room(), profile.commitment()));
    }

    /** Keeps a key that was given. Which profile it opens follows from it. */
    void take(RoomId room, byte[] key, boolean isNew) {
        Octets commitment = commitment(key);
        if (vault.get(name(room, commitment)) == null) {
            vault.put(name(room, commitment), key.clone());
            if (isNew) {
                backup.add(new BackupRecord.ProfileKey(room, commitment, key));
            }
        }
    }

    static Octets commitment(byte[] key) {
        return Label.PROFILE_KEY.hash(key);
    }

    /** The devices that this one gave the key of a profile to. */
    Set<DeviceId> given(RoomId room, Octets commitment) {
        Set<DeviceId> devices = new HashSet<>();
        byte[] bytes = vault.get("profilegiven/" + room);
        if (bytes != null) {
            WireReader in = new WireReader("a kept list of devices", bytes, 1 << 22);
            if (in.octets(32).equals(commitment)) {
                while (in.remaining() > 0) {
                    devices.add(new DeviceId(in.id()));
                }
            }
        }
        return devices;
    }

    void gave(RoomId room, Octets commitment, Set<DeviceId> devices) {
        WireWriter out = new WireWriter().octets(commitment);
        devices.forEach(device -> out.id(device.value()));
        vault.put("profilegiven/" + room, out.toBytes());
    }

    /** Every key that is kept of a room. */
    List<BackupRecord> all(RoomId room) {
        return vault.all("profile/" + room + "/").values().stream()
                .map(key -> (BackupRecord) new BackupRecord.ProfileKey(room, commitment(key), key))
                .toList();
    }

    private static String name(RoomId room, Octets commitment) {
        return "profile/" + room + "/" + commitment.hex();
    }
}
