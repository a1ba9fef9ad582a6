package chat.parley.e2ee;

import chat.parley.crypto.seal.AccountStatement;
import chat.parley.crypto.seal.BackupSegment;
import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.DeviceListEntry;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.PreKey;
import chat.parley.crypto.seal.Refusal;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** What a server keeps and checks of sealed rooms (section 8), in memory; it sees public structures alone. */
@NullUnmarked
final class MemoryServer {
    private final Map<UserId, List<DeviceHistory>> accounts = new HashMap<>();
    private final Map<UserId, Octets> boxes = new HashMap<>();
    private final Map<UserId, List<BackupSegment>> backups = new HashMap<>();
    private final Map<DeviceId, Deque<PreKey>> oneTime = new HashMap<>();
    private final Map<DeviceId, PreKey> weekly = new HashMap<>();
    private final Map<RoomId, Journal> rooms = new LinkedHashMap<>();
    private final Map<DeviceId, List<KeyDelivery>> mail = new HashMap<>();
    private final Map<DeviceId, List<KeyRequest>> requests = new HashMap<>();
    private long now = 1_790_000_000_000L;

    /** A line of a room's journal: a roster entry or a message. */
    record Line(long seq, long time, RosterEntry roster, SealedMessage message) {}

    /** A room's journal with its roster. */
    static final class Journal {
        Roster roster;
        final List<Line> lines = new ArrayList<>();
        final Set<String> ids = new HashSet<>();

        Journal(Roster roster) {
            this.roster = roster;
        }

        boolean everHad(UserId user) {
            for (int i = 0; i < roster.size(); i++) {
                if (roster.fingerprintAt(i, user) != null) {
                    return true;
                }
            }
            return false;
        }

        int rosterAt(long seq) {
            int index = -1;
            for (Line line : lines) {
                if (line.roster() != null && line.seq() < seq) {
                    index++;
                }
            }
            return index;
        }
    }

    long now() {
        return now;
    }

    void pass(long millis) {
        now += millis;
    }

    DeviceHistory account(UserId user) {
        List<DeviceHistory> all = accounts.get(user);
        return all.get(all.size() - 1);
    }

    void publish(UserId user, Publication publication) {
        if (publication.statement() != null) {
            AccountStatement statement = AccountStatement.parse(publication.statement());
            List<DeviceHistory> all = accounts.computeIfAbsent(user, u -> new ArrayList<>());
            boolean same = !all.isEmpty() && account(user).fingerprint().equals(statement.fingerprint());
            DeviceHistory next = same ? account(user).with(statement) : DeviceHistory.begin(statement);
            next = next.with(
                    statement.epoch(),
                    publication.entries().stream().map(DeviceListEntry::parse).toList());
            if (same) {
                all.set(all.size() - 1, next);
            } else {
                all.add(next);
                backups.remove(user);
            }
        } else {
            publication.entries().forEach(entry -> list(user, entry));
        }
        if (publication.box() != null) {
            boxes.put(user, publication.box());
        }
        publication.preKeys().forEach(key -> preKey(user, key));
    }

    void list(UserId user, Octets entry) {
        List<DeviceHistory> all = accounts.get(user);
        DeviceHistory now = account(user);
        all.set(all.size() - 1, now.with(now.current().statement().epoch(), List.of(DeviceListEntry.parse(entry))));
    }

    void preKey(UserId user, Octets bytes) {
        PreKey key = PreKey.parse(bytes);
        key.verify(Objects.requireNonNull(account(user).current().devices().get(key.device())));
        if (key.kind() == PreKey.Kind.WEEKLY) {
            weekly.put(key.device(), key);
        } else {
            oneTime.computeIfAbsent(key.device(), d -> new ArrayDeque<>()).add(key);
        }
    }

    int stock(DeviceId device) {
        return oneTime.getOrDefault(device, new ArrayDeque<>()).size();
    }

    List<Octets> claim(List<Recipient> recipients) {
        List<Octets> claimed = new ArrayList<>();
        for (Recipient recipient : recipients) {
            Deque<PreKey> stock = oneTime.getOrDefault(recipient.device(), new ArrayDeque<>());
            PreKey key = stock.isEmpty() ? weekly.get(recipient.device()) : stock.poll();
            if (key != null) {
                claimed.add(key.bytes());
            }
        }
        return claimed;
    }

    PublishedDevices devices(UserId user) {
        return published(account(user), true);
    }

    PublishedDevices devices(UserId user, Octets fingerprint) {
        DeviceHistory found = accounts.get(user).stream()
                .filter(a -> a.fingerprint().equals(fingerprint))
                .findFirst()
                .orElseThrow();
        return published(found, found == account(user));
    }

    private static PublishedDevices published(DeviceHistory history, boolean current) {
        List<PublishedDevices.Epoch> epochs = new ArrayList<>();
        for (DeviceList list : history.epochs()) {
            epochs.add(new PublishedDevices.Epoch(
                    list.statement().bytes(),
                    0,
                    list.entries().stream().map(DeviceListEntry::bytes).toList()));
        }
        return new PublishedDevices(history.user(), current, epochs);
    }

    Octets box(UserId user) {
        return boxes.get(user);
    }

    boolean backUp(BackupSegment segment) {
        List<BackupSegment> all = backups.computeIfAbsent(segment.header().user(), u -> new ArrayList<>());
        BackupSegment last = all.isEmpty() ? null : all.get(all.size() - 1);
        long counter = last == null ? 0 : last.header().counter();
        Octets previous = last == null ? Octets.zeros(32) : last.hash();
        if (segment.header().counter() != counter + 1
                || !segment.header().previous().equals(previous)) {
            return false;
        }
        all.add(segment);
        if (segment.header().kind() == BackupSegment.Kind.SNAPSHOT_END) {
            all.removeIf(s -> s.header().counter() < segment.header().base());
        }
        return true;
    }

    Sealer.Saved saved(UserId user, long after) {
        List<BackupSegment> all = backups.getOrDefault(user, List.of());
        return new Sealer.Saved(
                all.stream()
                        .filter(s -> s.header().counter() > after)
                        .map(BackupSegment::bytes)
                        .toList(),
                all.isEmpty() ? 0 : all.get(all.size() - 1).header().counter());
    }

    /** Takes a roster entry; false when it is stale. */
    boolean roster(UserId session, Octets bytes) {
        RosterEntry entry = RosterEntry.parse(bytes);
        if (!entry.author().equals(session)
                || !entry.listHead().equals(account(session).current().head())) {
            return false;
        }
        Journal journal = rooms.get(entry.room());
        Roster before = journal == null ? null : journal.roster;
        Roster next;
        try {
            next = before == null ? Roster.begin(entry) : before.with(entry);
        } catch (RefusedException e) {
            if (e.why() == Refusal.FORKED || e.why() == Refusal.STALE) {
                return false;
            }
            throw e;
        }
        Roster of = before == null ? next : before;
        Roster.verifyAuthor(entry, of.members().get(entry.author()).fingerprint(), account(session));
        if (journal == null) {
            journal = new Journal(next);
            rooms.put(entry.room(), journal);
        }
        journal.roster = next;
        journal.lines.add(new Line(journal.lines.size() + 1, now, entry, null));
        return true;
    }

    Map<RoomId, Journal> rooms() {
        return Collections.unmodifiableMap(rooms);
    }

    /** Takes a message; false when one of its heads is stale. */
    boolean message(UserId session, Octets bytes) {
        SealedMessage message = SealedMessage.parse(bytes);
        SealedMessage.Header header = message.header();
        Journal journal = rooms.get(header.room());
        if (!header.sender().equals(session) || !journal.roster.members().containsKey(session)) {
            throw new RefusedException(Refusal.NOT_ALLOWED, "No member");
        }
        if (journal.ids.contains(session + "/" + header.id())) {
            return true;
        }
        if (!header.rosterHead().equals(journal.roster.head())
                || !header.listHead().equals(account(session).current().head())) {
            return false;
        }
        journal.ids.add(session + "/" + header.id());
        journal.lines.add(new Line(journal.lines.size() + 1, now, null, message));
        return true;
    }

    boolean has(RoomId room, UserId sender, MessageId id) {
        return rooms.get(room).ids.contains(sender + "/" + id);
    }

    void deliver(KeyDelivery delivery) {
        mail.computeIfAbsent(delivery.header().recipientDevice(), d -> new ArrayList<>())
                .add(delivery);
    }

    List<KeyDelivery> mail(DeviceId device, Random shuffle) {
        List<KeyDelivery> all = new ArrayList<>(mail.getOrDefault(device, List.of()));
        Collections.shuffle(all, shuffle);
        return all;
    }

    void acknowledge(DeviceId device, KeyDelivery delivery) {
        mail.getOrDefault(device, new ArrayList<>()).remove(delivery);
    }

    void ask(KeyRequest request, List<DeviceId> whom) {
        whom.forEach(device ->
                requests.computeIfAbsent(device, d -> new ArrayList<>()).add(request));
    }

    List<KeyRequest> asked(DeviceId device) {
        List<KeyRequest> all = requests.remove(device);
        return all == null ? List.of() : all;
    }
}
