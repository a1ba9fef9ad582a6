package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.WireReader;
import chat.parley.crypto.seal.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes in key deliveries (section 6.4). A bad one changes nothing. */
final class Incoming {
    private final Jotter vault;
    private final Identity self;
    private final Contacts contacts;
    private final PreKeys preKeys;
    private final SharedKeys shared;

    Incoming(Jotter vault, Identity self, Contacts contacts, PreKeys preKeys, SharedKeys shared) {
        this.vault = vault;
        this.self = self;
        this.contacts = contacts;
        this.preKeys = preKeys;
        this.shared = shared;
    }

    /** {@code keeping}: of the room that it is about; null if it is about none. */
    Arrival take(KeyDelivery delivery, @Nullable Keeping keeping) {
        KeyDelivery.Header header = delivery.header();
        if (!header.recipient().equals(self.user()) || !header.recipientDevice().equals(self.deviceId())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The delivery is for another device.");
        }
        boolean own = header.purpose() == KeyDelivery.Purpose.OWN_DEVICE;
        Octets key = own ? ownDevice(header) : keeping == null ? null : member(header, keeping);
        if (key == null) {
            return arrival(Arrival.Kind.LATER, header, List.of());
        }
        delivery.verify(key);
        byte[] privateHalf = preKeys.privateHalf(header.preKeyKind(), header.preKey());
        if (privateHalf == null) {
            return arrival(Arrival.Kind.SPENT, header, List.of());
        }
        Payload payload = Deliveries.open(delivery, privateHalf);
        if (!own) {
            checkOwner(header, payload);
        }
        List<Octets> readable = take(header, payload, keeping);
        preKeys.used(header.preKeyKind(), header.preKey());
        return arrival(Arrival.Kind.TAKEN, header, readable);
    }

    private static Arrival arrival(Arrival.Kind kind, KeyDelivery.Header header, List<Octets> chains) {
        return new Arrival(kind, header.room(), chains);
    }

    /** The signing key of a device of this user's; null while the newest list is not here. */
    private @Nullable Octets ownDevice(KeyDelivery.Header header) {
        if (!header.sender().equals(self.user())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The delivery pretends to be by a device of yours.");
        }
        DeviceHistory history = contacts.history(self.user(), self.fingerprint());
        if (history == null || history.find(header.listHead()) == null) {
            return null;
        }
        Octets key = history.current().devices().get(header.senderDevice());
        if (key == null) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The delivery is by a device that is not yours any more.");
        }
        return key;
    }

    /** The signing key of a member's device; null while the roster or the list is not here. */
    private @Nullable Octets member(KeyDelivery.Header header, Keeping keeping) {
        Roster roster = keeping.book().roster();
        int index = roster == null ? -1 : roster.indexOf(header.rosterHead());
        if (roster == null || index < 0) {
            return null;
        }
        Octets account = roster.fingerprintAt(index, header.sender());
        if (account == null) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The delivery is by somebody who was no member.");
        }
        Contact contact = contacts.get(header.sender());
        DeviceHistory history = contacts.history(header.sender(), account);
        if (contact == null || history == null || !contact.fingerprint().equals(account)) {
            return null;
        }
        DeviceHistory.Point point = history.find(header.listHead());
        if (point == null) {
            return null;
        }
        Octets key = point.keyOf(header.senderDevice());
        if (key == null) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The delivery is by a device that its sender had not.");
        }
        return key;
    }

    private static void checkOwner(KeyDelivery.Header header, Payload payload) {
        for (Payload.Chain chain : payload.chains()) {
            if (!chain.owner().equals(header.sender()) || !chain.device().equals(header.senderDevice())) {
                throw new RefusedException(Refusal.NOT_ALLOWED, "The delivery gives away somebody else's keys.");
            }
        }
        if (payload.account() != null) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The delivery carries account keys of somebody else.");
        }
    }

    private List<Octets> take(KeyDelivery.Header header, Payload payload, @Nullable Keeping keeping) {
        List<Octets> readable = new ArrayList<>();
        if (payload.account() != null) {
            shared.take(payload.account());
        }
        if (keeping != null) {
            payload.chains().forEach(keeping.archive()::check);
            for (Payload.Chain chain : payload.chains()) {
                if (keeping.archive().take(chain, true)) {
                    readable.add(chain.id());
                    closeIfTakenOff(chain, keeping);
                }
            }
            if (payload.profileKey() != null) {
                keeping.profiles().take(header.room(), payload.profileKey(), true);
            }
        }
        return readable;
    }

    private void closeIfTakenOff(Payload.Chain given, Keeping keeping) {
        byte[] mark = vault.get(closed(keeping, given.device()));
        ReceivedChain chain = keeping.archive().get(given.id());
        if (mark != null && chain != null) {
            chain.close(new WireReader("a kept place", mark, 8).u64());
            keeping.archive().store(chain);
        }
    }

    /** A device was taken off: what it writes from now on, in this room, is marked. */
    void close(DeviceId device, Keeping keeping, long seq) {
        vault.put(closed(keeping, device), new WireWriter().u64(seq).toBytes());
        keeping.archive().close(device, seq);
    }

    private static String closed(Keeping keeping, DeviceId device) {
        return "closed/" + keeping.room() + "/" + device;
    }
}
