package chat.parley.e2ee;

import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.PreKey;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterChange;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.crypto.seal.WireWriter;
import chat.parley.model.MessageId;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sealed rooms of this device: seal, open, members changed, and the keys for it (section 7). */
public final class Rooms {
    private static final String OUTBOX = "outbox/";

    private final Sealer sealer;
    private final Jotter vault;
    private final Surroundings around;
    private final Identity self;
    private final Contacts contacts;
    private final Backup backup;
    private final Incoming incoming;
    private final Asking asking;
    private final Map<RoomId, SealedRoom> rooms = new HashMap<>();

    Rooms(
            Sealer sealer,
            Jotter vault,
            Surroundings around,
            Identity self,
            Contacts contacts,
            Backup backup,
            Incoming incoming) {
        this.sealer = sealer;
        this.vault = vault;
        this.around = around;
        this.self = self;
        this.contacts = contacts;
        this.backup = backup;
        this.incoming = incoming;
        this.asking = new Asking(around);
    }

    private SealedRoom room(RoomId id) {
        return rooms.computeIfAbsent(id, room -> new SealedRoom(room, vault, around, self, contacts, backup));
    }

    /** What a new room begins with. {@code profile}: JSON, or null; {@code origin}: the open room that it follows, or null. */
    public record Beginning(
            RosterEntry.Kind kind,
            Map<UserId, Role> others,
            Room.History history,
            @Nullable String profile,
            RosterChange.@Nullable Origin origin) {}

    /** The first entry of a new room, for the server. The room is there once {@link #roster} has seen it. */
    public RosterEntry create(Beginning beginning) {
        return sealer.run(() -> {
            List<RosterChange> changes = new ArrayList<>();
            changes.add(new RosterChange.Add(self.user(), self.fingerprint(), Role.OWNER));
            beginning.others().forEach((user, role) -> changes.add(add(user, role)));
            changes.add(new RosterChange.SetHistory(beginning.history()));
            if (beginning.profile() != null) {
                changes.add(sealProfile(beginning.profile()));
            }
            if (beginning.origin() != null) {
                changes.add(beginning.origin());
            }
            RosterEntry entry = RosterEntry.first(
                    beginning.kind(), Octets.of(around.bytes(32)), self.author(contacts), changes, around.now());
            Roster.begin(entry);
            return entry;
        });
    }

    /** The change that adds somebody with the account that is pinned here. */
    public RosterChange.Add add(UserId user, Role role) {
        return new RosterChange.Add(user, sendable(user).fingerprint(), role);
    }

    /** The change that lets a member go on with a new account key, once this user has accepted it. */
    public RosterChange.Account account(UserId user) {
        return new RosterChange.Account(user, sendable(user).fingerprint());
    }

    private Contact sendable(UserId user) {
        Contact contact = contacts.get(user);
        if (contact == null) {
            throw new RefusedException(Refusal.UNKNOWN, "The account key of that user is not here yet.");
        }
        if (contact.isChanged()) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "The account key of that user has changed.");
        }
        return contact;
    }

    /** The change that sets name, topic and picture: JSON as in section 3.4. */
    public RosterChange.Profile profile(String json) {
        return sealer.run(() -> sealProfile(json));
    }

    private RosterChange.Profile sealProfile(String json) {
        return new Profiles(vault, backup).seal(json, around.bytes(Aead.KEY), around.bytes(Aead.NONCE));
    }

    /** The entry that changes a room, on what is known of it now; for the server. */
    public RosterEntry change(RoomId id, List<RosterChange> changes) {
        Roster roster = known(id);
        RosterEntry entry = RosterEntry.after(roster, self.author(contacts), changes, around.now());
        roster.with(entry);
        return entry;
    }

    private Roster known(RoomId id) {
        Roster roster = room(id).book().roster();
        if (roster == null) {
            throw new RefusedException(Refusal.UNKNOWN, "The room's list of members is not here yet.");
        }
        return roster;
    }

    /** A roster entry with its place in the journal. */
    public record Step(long seq, Octets entry) {}

    /**
     * Takes in roster entries in the journal's order.
     *
     * @param newest the index of the newest entry that the server says it has
     */
    public RosterNews roster(RoomId id, List<Step> steps, long newest) {
        return sealer.run(() -> {
            RosterBook book = room(id).book();
            book.checkNotOlder(newest);
            int taken = 0;
            for (Step step : steps) {
                if (book.has(step.entry())) {
                    continue;
                }
                RosterEntry entry = RosterEntry.parse(step.entry());
                Octets account = account(book.roster(), entry);
                if (account != null && lacksList(entry, account)) {
                    return new RosterNews(taken, entry.author(), account);
                }
                if (book.take(entry, step.seq())) {
                    taken++;
                }
            }
            Roster roster = book.roster();
            if (taken > 0 && roster != null) {
                backup.add(new BackupRecord.RosterHead(id, roster.size() - 1, roster.head()));
            }
            return new RosterNews(taken, null, null);
        });
    }

    private static @Nullable Octets account(@Nullable Roster roster, RosterEntry entry) {
        if (roster != null) {
            Roster.Member member = roster.members().get(entry.author());
            return entry.index() == roster.size() && member != null ? member.fingerprint() : null;
        }
        return entry.changes().get(0) instanceof RosterChange.Add add ? add.fingerprint() : null;
    }

    private boolean lacksList(RosterEntry entry, Octets account) {
        DeviceHistory history = contacts.history(entry.author(), account);
        return history == null || history.find(entry.listHead()) == null;
    }

    /** Who is in a room, as it was verified; null when nothing is known of it. */
    public @Nullable Roster roster(RoomId id) {
        return room(id).book().roster();
    }

    /** Name, topic and picture of a room as JSON; null while its key is not here, or when it has none. */
    public @Nullable String profileOf(RoomId id) {
        return sealer.run(() -> room(id).keeping().profiles().open(known(id)));
    }

    /** Whether the last change of the members is by a device that was taken off since. */
    public boolean isDoubtful(RoomId id) {
        return room(id).book().isDoubtful();
    }

    /** Whether the server has shown contradicting lists of members. Nothing is sealed to the room any more. */
    public boolean isFrozen(RoomId id) {
        return room(id).book().isFrozen();
    }

    /** The user looked at the members and stands for them. */
    public void acceptMembers(RoomId id) {
        sealer.run(() -> {
            room(id).book().acceptDoubt();
            return id;
        });
    }

    /**
     * Rooms whose last change is by a device that was taken off since, and that this one knew before: it stands for the
     * members by a {@link RosterChange.Confirm}, so that those who come later need not doubt.
     */
    public List<RoomId> toConfirm() {
        return all().stream()
                .filter(id -> room(id).book().wantsConfirming(self.user()))
                .toList();
    }

    /** Comes before {@link #seal}: begins a chain where one is due, and says who lacks it. */
    public Preparation prepare(RoomId id) {
        return sealer.run(() -> room(id).outgoing().prepare());
    }

    /** Who should be given keys even if nothing is said: newcomers who may read what was, or who lack the room's name. */
    public List<Recipient> owed(RoomId id) {
        return sealer.run(() -> room(id).outgoing().owed());
    }

    /** Deliveries for the devices whose pre-keys these are. They are kept until {@link #sent}. */
    public List<KeyDelivery> deliver(RoomId id, List<Octets> preKeys) {
        return sealer.run(() -> keep(room(id).outgoing().deliver(preKeys)));
    }

    private List<KeyDelivery> keep(List<KeyDelivery> deliveries) {
        deliveries.forEach(
                delivery -> vault.put(OUTBOX + delivery.id(), delivery.bytes().bytes()));
        return deliveries;
    }

    /** Deliveries that the server has not taken yet. */
    public List<KeyDelivery> unsent() {
        return vault.all(OUTBOX).values().stream()
                .map(bytes -> KeyDelivery.parse(Octets.of(bytes)))
                .toList();
    }

    /** The server has taken a delivery. */
    public void sent(KeyDelivery delivery) {
        sealer.run(() -> {
            vault.remove(OUTBOX + delivery.id());
            return delivery;
        });
    }

    /** Seals a message; asked again for the same id, the very same until {@link #accepted} or {@link #refused}. */
    public SealedMessage seal(RoomId id, MessageId message, byte[] content) {
        return sealer.run(() -> room(id).pending().seal(message, content));
    }

    /** The server has the message. */
    public void accepted(RoomId id, MessageId message) {
        sealer.run(() -> {
            room(id).pending().accepted(message);
            return message;
        });
    }

    /** The server refused it for good (a stale head): it is to be sealed again. */
    public void refused(RoomId id, MessageId message) {
        sealer.run(() -> {
            room(id).pending().refused(message);
            return message;
        });
    }

    /** A new chain before the next message. */
    public void renewChain(RoomId id) {
        sealer.run(() -> {
            room(id).outgoing().drop();
            return id;
        });
    }

    /** Opens messages of the journal, in the order given. A forged one does no harm. */
    public List<Reading> open(List<Placed> placed) {
        return sealer.run(() -> {
            List<Reading> readings = new ArrayList<>();
            placed.forEach(one -> readings.add(room(one.room()).opening().open(one)));
            return readings;
        });
    }

    public Reading open(Placed placed) {
        return open(List.of(placed)).get(0);
    }

    /** Takes in a key delivery. */
    public Arrival delivery(Octets bytes) {
        return sealer.run(() -> {
            KeyDelivery delivery = KeyDelivery.parse(bytes);
            KeyDelivery.Header header = delivery.header();
            return incoming.take(
                    delivery, header.isAboutARoom() ? room(header.room()).keeping() : null);
        });
    }

    /** Asks for a chain that is missing. */
    public KeyRequest request(RoomId id, KeyRequest.To to, Reading.WaitingForKey waiting) {
        return asking.request(room(id).keeping(), to, waiting);
    }

    /** Asks for the key to the room's name and topic; null where it is here, or there is none. */
    public @Nullable KeyRequest requestName(RoomId id, KeyRequest.To to) {
        return sealer.run(() -> asking.requestName(room(id).keeping(), to));
    }

    /** Whose pre-key is to be claimed to answer a request; fails with why it is not answered. */
    public Recipient judge(KeyRequest request) {
        SealedRoom room = room(request.room());
        return asking.judge(request, room.keeping(), room.outgoing());
    }

    /** The answer to a request, for the pre-key that was claimed. */
    public KeyDelivery answer(KeyRequest request, Octets preKey) {
        return sealer.run(() -> {
            SealedRoom room = room(request.room());
            KeyDelivery answer = asking.answer(request, preKey, room.keeping(), room.outgoing());
            keep(List.of(answer));
            return answer;
        });
    }

    List<Octets> handOver(List<Octets> claimed, Payload.AccountKeys keys) {
        List<Octets> deliveries = new ArrayList<>();
        for (Octets bytes : claimed) {
            PreKey preKey = PreKey.parse(bytes);
            Octets key = self.devices(contacts).devices().get(preKey.device());
            if (key == null || !preKey.user().equals(self.user())) {
                throw new RefusedException(Refusal.NOT_ALLOWED, "The pre-key is no own device's.");
            }
            preKey.verify(key);
            deliveries.add(Deliveries.seal(
                            new Deliveries.About(KeyDelivery.Purpose.OWN_DEVICE, WireWriter.noRoom(), Octets.zeros(32)),
                            self.author(contacts),
                            preKey,
                            new Payload(null, List.of(), keys),
                            around)
                    .bytes());
        }
        return deliveries;
    }

    /** A device is somebody's no more. */
    void takenOff(DeviceId device) {
        for (RoomId id : all()) {
            SealedRoom room = room(id);
            incoming.close(device, room.keeping(), room.lastSeq());
        }
    }

    /** The rooms of which anything is known. */
    public List<RoomId> all() {
        return vault.all("room/").keySet().stream()
                .map(name -> new RoomId(name.substring("room/".length())))
                .toList();
    }

    void take(BackupRecord record) {
        if (record instanceof BackupRecord.Chain chain) {
            room(chain.room()).keeping().archive().take(chain.chain(), false);
        } else if (record instanceof BackupRecord.RosterHead head) {
            room(head.room()).book().vouch(head.index(), head.head());
        } else if (record instanceof BackupRecord.ProfileKey key) {
            room(key.room()).keeping().profiles().take(key.room(), key.key(), false);
        }
    }

    void addAll(List<BackupRecord> records) {
        for (RoomId id : all()) {
            SealedRoom room = room(id);
            room.keeping().archive().all().forEach(chain -> records.add(new BackupRecord.Chain(id, chain.origin())));
            Roster roster = room.book().roster();
            if (roster != null) {
                records.add(new BackupRecord.RosterHead(id, roster.size() - 1, roster.head()));
            }
            room.keeping().profiles().all(id).forEach(records::add);
        }
    }
}
