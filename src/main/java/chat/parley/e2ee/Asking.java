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
import org.jspecify.annotations.Nullable;

/** Asks for keys that are missing, and answers who may have them (section 6.3). */
final class Asking {
    private static final long AGAIN = Duration.ofHours(1).toMillis();
    private static final int MOST_AN_HOUR = 100;
    /** In place of a chain: the key to the room's name and topic. */
    private static final Octets NO_CHAIN = Octets.zeros(KeyRequest.CHAIN_ID);

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

    /** Asks for the key to the room's name and topic; null where it is here, or there is none. */
    @Nullable
    KeyRequest requestName(Keeping keeping, KeyRequest.To to) {
        Roster.Profile profile = keeping.book().mustBeSound().profile();
        if (profile == null || keeping.profiles().key(keeping.book().mustBeSound()) != null) {
            return null;
        }
        return request(keeping, to, new Reading.WaitingForKey(profile.author(), profile.setBy(), NO_CHAIN, 0));
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
        List<Payload.Chain> chains = granted(request, keeping, outgoing);
        Octets deviceKey = askerKey(request, keeping);
        PreKey key = PreKeys.of(preKey, deviceKey);
        if (!key.user().equals(request.asker())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The pre-key is another user's.");
        }
        Roster roster = keeping.book().mustBeSound();
        boolean own = request.to() == KeyRequest.To.OWN_DEVICES;
        answered.put(name(request), around.now());
        if (!own) {
            chains.forEach(
                    chain -> outgoing.answered(chain.id(), request.asker(), request.askerDevice(), chain.index()));
        }
        return Deliveries.seal(
                new Deliveries.About(
                        own ? KeyDelivery.Purpose.OWN_DEVICE : KeyDelivery.Purpose.ANSWER,
                        keeping.room(),
                        roster.head()),
                keeping.author(),
                key,
                new Payload(keeping.profiles().key(roster), chains, null),
                around);
    }

    private static List<Payload.Chain> granted(KeyRequest request, Keeping keeping, Outgoing outgoing) {
        request.verify(askerKey(request, keeping));
        if (request.chain().equals(NO_CHAIN)) {
            return List.of();
        }
        ReceivedChain kept = keeping.archive().get(request.chain());
        if (kept == null || request.askerDevice().equals(keeping.self().deviceId())) {
            throw new RefusedException(Refusal.UNKNOWN, "The chain asked for is not here.");
        }
        if (!kept.origin().owner().equals(request.owner())
                || !kept.origin().device().equals(request.ownerDevice())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The chain asked for is somebody else's.");
        }
        if (request.to() == KeyRequest.To.OWN_DEVICES) {
            return List.of(kept.from(kept.origin().index()));
        }
        OwnChain mine = outgoing.ofOurs(request.chain());
        Roster roster = keeping.book().mustBeSound();
        boolean all = mine != null && mine.isForAll() && roster.history() == Room.History.ALL;
        Roster.Member asker = roster.members().get(request.asker());
        Long given = mine == null || asker == null ? null : mine.givenTo(request.asker(), asker.fingerprint());
        if (given == null && !all) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "Who asks was never given the chain.");
        }
        long from = all || given == null ? 0 : given;
        return List.of(kept.from(Math.min(Math.max(from, request.index()), Math.max(kept.length(), from))));
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
