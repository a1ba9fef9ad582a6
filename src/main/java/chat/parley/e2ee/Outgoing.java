package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.PreKey;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.model.Room;
import chat.parley.model.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which chain this device writes to a room with, and who has it (section 6.1). */
final class Outgoing {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);
    private static final int CHAIN_ID = KeyRequest.CHAIN_ID;
    /** How many former chains it can give again, where newcomers do not get all of them. */
    private static final int KEPT = 50;

    private final Keeping keeping;
    private final List<OwnChain> own = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private @Nullable SendingChain sending;

    Outgoing(Keeping keeping) {
        this.keeping = keeping;
        keeping.vault().all("own/" + keeping.room() + "/").forEach((name, bytes) -> {
            own.add(OwnChain.parse(bytes));
            names.add(name);
        });
        byte[] bytes = keeping.vault().get("send/" + keeping.room());
        sending = bytes == null ? null : SendingChain.parse(bytes);
    }

    /** Begins a chain where it is due, and says who lacks it. */
    Preparation prepare() {
        Roster roster = soundRosterOfOurs();
        Audience audience = keeping.audience(roster);
        if (!audience.unknown().isEmpty()) {
            return new Preparation(List.of(), audience.unknown(), audience.skipped());
        }
        if (mustBeNew(audience)) {
            begin(audience);
        }
        OwnChain chain = current();
        boolean more = chain.welcome(audience.standings());
        long index = chain.isForAll() ? 0 : mustSend().index();
        for (Map.Entry<DeviceId, Audience.Device> device : audience.devices().entrySet()) {
            if (chain.given(device.getKey()) == null) {
                chain.give(device.getKey(), new OwnChain.Given(device.getValue().user(), index, false), null);
                more = true;
            }
        }
        if (more) {
            store(chain);
        }
        return new Preparation(untried(chain, audience), List.of(), audience.skipped());
    }

    private Roster soundRosterOfOurs() {
        Roster roster = keeping.book().mustBeSound();
        Roster.Member self = roster.members().get(keeping.self().user());
        if (self == null || !self.fingerprint().equals(keeping.self().fingerprint())) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "You are not a member of this room.");
        }
        return roster;
    }

    private boolean mustBeNew(Audience audience) {
        if (sending == null || own.isEmpty() || sending.isDone(keeping.around())) {
            return true;
        }
        Roster roster = keeping.book().mustBeSound();
        if (current().isForAll() != isForAll(roster)
                || Pending.isUnansweredUnderOtherHeads(keeping, sending.id(), roster.head())) {
            return true;
        }
        return current().isOvertakenBy(audience.standings())
                || !audience.devices().keySet().containsAll(current().given().keySet());
    }

    private void begin(Audience audience) {
        Surroundings around = keeping.around();
        OwnChain before = own.isEmpty() ? null : current();
        if (sending != null) {
            sending.erase();
        }
        Octets id = Octets.of(around.bytes(CHAIN_ID));
        byte[] key = around.bytes(Aead.KEY);
        SigningKey signer = SigningKey.of(around.bytes(SigningKey.SEED));
        keeping.archive()
                .take(
                        new Payload.Chain(
                                keeping.self().user(),
                                keeping.self().deviceId(),
                                id,
                                0,
                                key,
                                signer.publicKey(),
                                around.now(),
                                before == null ? Octets.zeros(CHAIN_ID) : before.id(),
                                before == null ? 0 : before.length()),
                        true);
        sending = new SendingChain(id, key.clone(), signer, around.now());
        own.add(new OwnChain(id, isForAll(keeping.book().mustBeSound()), audience.standings()));
        names.add(String.format(Locale.ROOT, "own/%s/%016d/%s", keeping.room(), nextNumber(), id.hex()));
        storeSending();
        store(current());
        forgetOld();
    }

    private long nextNumber() {
        return names.isEmpty() ? 1 : Long.parseLong(names.get(names.size() - 1).split("/", -1)[2]) + 1;
    }

    private void forgetOld() {
        Roster roster = keeping.book().roster();
        while (own.size() > KEPT && roster != null && !isForAll(roster)) {
            own.remove(0);
            keeping.vault().remove(names.remove(0));
        }
    }

    private static boolean isForAll(Roster roster) {
        return roster.history() == Room.History.ALL;
    }

    private static List<Recipient> untried(OwnChain chain, Audience audience) {
        List<Recipient> untried = new ArrayList<>();
        audience.devices().forEach((device, who) -> {
            OwnChain.Given given = chain.given(device);
            if (given == null || !given.tried()) {
                untried.add(new Recipient(who.user(), device));
            }
        });
        return untried;
    }

    /** Who lacks something that they should have even if nothing is said: earlier chains, or the room's name. */
    List<Recipient> owed() {
        Roster roster = keeping.book().roster();
        if (roster == null || keeping.book().isFrozen() || keeping.book().isDoubtful()) {
            return List.of();
        }
        List<Recipient> owed = new ArrayList<>();
        Set<DeviceId> named = named(roster);
        keeping.audience(roster).devices().forEach((device, who) -> {
            boolean lacksChains =
                    isForAll(roster) && own.stream().anyMatch(chain -> chain.isForAll() && chain.given(device) == null);
            if (lacksChains || (owesName(roster, who.user()) && !named.contains(device))) {
                owed.add(new Recipient(who.user(), device));
            }
        });
        return owed;
    }

    private boolean owesName(Roster roster, UserId user) {
        Roster.Profile profile = roster.profile();
        Roster.Member member = roster.members().get(user);
        DeviceId self = keeping.self().deviceId();
        return profile != null
                && member != null
                && keeping.profiles().key(roster) != null
                && (profile.setBy().equals(self) || member.addedBy().equals(self));
    }

    private Set<DeviceId> named(Roster roster) {
        return roster.profile() == null
                ? Set.of()
                : keeping.profiles().given(keeping.room(), roster.profile().commitment());
    }

    /**
     * Seals what each device lacks for the pre-key that was claimed of it. Devices without one, or with one that is not
     * theirs, have had their turn: they ask when they need a key.
     */
    List<KeyDelivery> deliver(List<Octets> preKeys) {
        Roster roster = soundRosterOfOurs();
        Audience audience = keeping.audience(roster);
        RosterEntry.Author author = keeping.author();
        byte[] profileKey = keeping.profiles().key(roster);
        Set<DeviceId> named = new HashSet<>(named(roster));
        List<KeyDelivery> deliveries = new ArrayList<>();
        for (PreKey preKey : sound(preKeys, audience)) {
            deliveries.add(Deliveries.seal(
                    new Deliveries.About(KeyDelivery.Purpose.CHAIN, keeping.room(), roster.head()),
                    author,
                    preKey,
                    new Payload(profileKey, lackedBy(preKey, roster, audience), null),
                    keeping.around()));
            named.add(preKey.device());
        }
        if (roster.profile() != null && profileKey != null) {
            keeping.profiles().gave(keeping.room(), roster.profile().commitment(), named);
        }
        allHadTheirTurn(audience);
        return deliveries;
    }

    private static List<PreKey> sound(List<Octets> preKeys, Audience audience) {
        Map<DeviceId, PreKey> sound = new LinkedHashMap<>();
        for (Octets bytes : preKeys) {
            try {
                PreKey preKey = PreKey.parse(bytes);
                Audience.Device device = audience.devices().get(preKey.device());
                if (device != null && device.user().equals(preKey.user())) {
                    preKey.verify(device.key());
                    Agreement.mustBeSound(preKey.key());
                    sound.put(preKey.device(), preKey);
                }
            } catch (RefusedException e) {
                LOG.warn("The server handed out a pre-key that is not right: {}", e.getMessage());
            }
        }
        return List.copyOf(sound.values());
    }

    /** The newest first; what does not fit into one delivery is still owed after it. */
    private List<Payload.Chain> lackedBy(PreKey preKey, Roster roster, Audience audience) {
        List<Payload.Chain> lacked = new ArrayList<>();
        for (int i = own.size() - 1; i >= 0 && lacked.size() < Payload.MOST_CHAINS; i--) {
            OwnChain chain = own.get(i);
            OwnChain.Given given = chain.given(preKey.device());
            boolean all = given == null && isForAll(roster) && chain.isForAll();
            ReceivedChain kept = keeping.archive().get(chain.id());
            if (kept != null && (all || (given != null && !given.tried()))) {
                long from = given == null ? 0 : given.index();
                lacked.add(kept.from(from));
                chain.give(
                        preKey.device(),
                        new OwnChain.Given(preKey.user(), from, true),
                        audience.standings().get(preKey.user()));
                store(chain);
            }
        }
        return lacked;
    }

    private void allHadTheirTurn(Audience audience) {
        if (own.isEmpty()) {
            return;
        }
        OwnChain chain = current();
        for (DeviceId device : audience.devices().keySet()) {
            OwnChain.Given given = chain.given(device);
            if (given != null && !given.tried()) {
                chain.give(device, new OwnChain.Given(given.user(), given.index(), true), null);
            }
        }
        store(chain);
    }

    /** The chain to seal with; fails {@link Refusal#STALE} when {@link #prepare} has to come first. */
    SendingChain ready() {
        Audience audience = keeping.audience(soundRosterOfOurs());
        if (!audience.unknown().isEmpty()
                || mustBeNew(audience)
                || !untried(current(), audience).isEmpty()) {
            throw new RefusedException(Refusal.STALE, "Keys have to be given to somebody first.");
        }
        return mustSend();
    }

    private SendingChain mustSend() {
        if (sending == null) {
            throw new IllegalStateException("No chain was begun");
        }
        return sending;
    }

    private OwnChain current() {
        return own.get(own.size() - 1);
    }

    void storeSending() {
        keeping.vault().put("send/" + keeping.room(), mustSend().toBytes());
    }

    private void store(OwnChain chain) {
        keeping.vault().put(names.get(own.indexOf(chain)), chain.toBytes());
    }

    /** A chain was given on request: it counts as given, so that it ends when that device is taken off. */
    void answered(Octets chain, UserId user, DeviceId device, long index) {
        OwnChain mine = ofOurs(chain);
        Roster roster = keeping.book().roster();
        if (mine != null && roster != null) {
            OwnChain.Given before = mine.given(device);
            long from = before == null ? index : Math.min(before.index(), index);
            mine.give(
                    device,
                    new OwnChain.Given(user, from, true),
                    keeping.audience(roster).standings().get(user));
            store(mine);
        }
    }

    /** The server took the message with this index of a chain. */
    void accepted(Octets chain, long index) {
        for (OwnChain mine : own) {
            if (mine.id().equals(chain)) {
                mine.accepted(index);
                store(mine);
            }
        }
    }

    /** The server refused it for good. */
    void refused(Octets chain, long index) {
        if (sending != null && sending.id().equals(chain)) {
            sending.abandon(index);
            storeSending();
        }
    }

    /** A new chain before the next message. */
    void drop() {
        if (sending != null) {
            sending.erase();
            sending = null;
            keeping.vault().remove("send/" + keeping.room());
        }
    }

    /** Whether a message that bears this device's name is under an index that this device has not reached. */
    boolean didNotWrite(SealedMessage.Header header) {
        return sending != null && sending.id().equals(header.chain()) && header.index() >= sending.index();
    }

    @Nullable
    OwnChain ofOurs(Octets chain) {
        return own.stream().filter(c -> c.id().equals(chain)).findFirst().orElse(null);
    }
}
