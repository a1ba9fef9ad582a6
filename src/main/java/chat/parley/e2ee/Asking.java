package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.PreKey;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.Roster;
import chat.parley.model.Room;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks for keys that are missing, and answers who may have them (section 6.3). */
final class Asking {
    private static final long AGAIN = Duration.ofHours(1).toMillis();
    private static final int MOST_AN_HOUR = 100;

    private final Surroundings around;
    private final Map<String, Long> answered = new HashMap<>();

    Asking(Surroundings around) {
        this.around = around;
    }

    KeyRequest request(Keeping keeping, KeyRequest.To to, Reading.WaitingForKey waiting) {
        Roster roster = keeping.book().mustBeSound();
        return KeyRequest.make(
                keeping.author(),
                keeping.room(),
                roster.head(),
                to,
                new KeyRequest.Wanted(waiting.owner(), waiting.device(), waiting.chain(), waiting.index()),
                around.now());
    }

    /** Whose pre-key is needed to answer; fails with why there is no answer. */
    Recipient judge(KeyRequest request, Keeping keeping, Outgoing outgoing) {
        granted(request, keeping, outgoing);
        long now = around.now();
        answered.values().removeIf(then -> now - then >= AGAIN);
        if (answered.size() >= MOST_AN_HOUR || answered.containsKey(name(request))) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The request was answered within the hour.");
        }
        return new Recipient(request.asker(), request.askerDevice());
    }

    KeyDelivery answer(KeyRequest request, Octets preKey, Keeping keeping, Outgoing outgoing) {
        judge(request, keeping, outgoing);
        Payload.Chain chain = granted(request, keeping, outgoing);
        Octets deviceKey = askerKey(request, keeping);
        PreKey key = PreKeys.of(preKey, deviceKey);
        if (!key.user().equals(request.asker())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The pre-key is another user's.");
        }
        Roster roster = keeping.book().mustBeSound();
        boolean own = request.to() == KeyRequest.To.OWN_DEVICES;
        answered.put(name(request), around.now());
        return Deliveries.seal(
                new Deliveries.About(
                        own ? KeyDelivery.Purpose.OWN_DEVICE : KeyDelivery.Purpose.ANSWER,
                        keeping.room(),
                        roster.head()),
                keeping.author(),
                key,
                new Payload(keeping.profiles().key(roster), List.of(chain), null),
                around);
    }

    private static Payload.Chain granted(KeyRequest request, Keeping keeping, Outgoing outgoing) {
        request.verify(askerKey(request, keeping));
        ReceivedChain kept = keeping.archive().get(request.chain());
        if (kept == null || request.askerDevice().equals(keeping.self().deviceId())) {
            throw new RefusedException(Refusal.UNKNOWN, "The chain asked for is not here.");
        }
        if (!kept.origin().owner().equals(request.owner())
                || !kept.origin().device().equals(request.ownerDevice())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The chain asked for is somebody else's.");
        }
        if (request.to() == KeyRequest.To.OWN_DEVICES) {
            return kept.from(kept.origin().index());
        }
        OwnChain mine = outgoing.ofOurs(request.chain());
        Roster roster = keeping.book().mustBeSound();
        boolean all = roster.history() == Room.History.ALL;
        if (mine == null || (mine.given(request.askerDevice()) == null && !all)) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "Who asks was never given the chain.");
        }
        OwnChain.Given given = mine.given(request.askerDevice());
        long from = all || given == null ? 0 : given.index();
        return kept.from(Math.min(Math.max(from, request.index()), Math.max(kept.length(), from)));
    }

    /** The key of the device that asks, which must be one that may read the room now. */
    private static Octets askerKey(KeyRequest request, Keeping keeping) {
        Octets key;
        if (request.to() == KeyRequest.To.OWN_DEVICES) {
            DeviceList devices = keeping.self().devices(keeping.contacts());
            key = request.asker().equals(keeping.self().user())
                    ? devices.devices().get(request.askerDevice())
                    : null;
        } else {
            Audience.Device device =
                    keeping.audience(keeping.book().mustBeSound()).devices().get(request.askerDevice());
            key = device != null && device.user().equals(request.asker()) ? device.key() : null;
        }
        if (key == null) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "Who asks may not read the room.");
        }
        return key;
    }

    private static String name(KeyRequest request) {
        DeviceId device = request.askerDevice();
        return device + "/" + request.chain().hex();
    }
}
