package chat.parley.e2ee;

import chat.parley.crypto.seal.BackupSegment;
import chat.parley.crypto.seal.DeviceHistory;
import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.KeyRequest;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.RefusedException;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterChange;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.model.MessageId;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/** A device at work against a server: what a client does around a sealer, without sockets. */
@NullUnmarked
final class Station {
    final MemoryServer server;
    final UserId user;
    final MemoryVault vault;
    final Random random;
    Sealer sealer;
    /** What was read, by room and place. */
    final Map<RoomId, Map<Long, String>> read = new HashMap<>();

    final Map<RoomId, Map<Long, Reading>> last = new HashMap<>();

    Station(MemoryServer server, Sealer sealer, MemoryVault vault, Random random) {
        this.server = server;
        this.user = sealer.user();
        this.sealer = sealer;
        this.vault = vault;
        this.random = random;
    }

    /** A random source that is the same for the same seed. */
    static Surroundings around(MemoryServer server, Random random) {
        return new Surroundings(
                server::now,
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                },
                new Surroundings.Pace(7, java.time.Duration.ofHours(24)));
    }

    static Station setUp(MemoryServer server, UserId user, RecoveryKey recovery, Random random) {
        MemoryVault vault = new MemoryVault();
        Sealer.Begun begun = Sealer.setUp(user, recovery, vault, around(server, random));
        server.publish(user, begun.publication());
        Station station = new Station(server, begun.sealer(), vault, random);
        station.backUp();
        return station;
    }

    static Station restored(MemoryServer server, UserId user, RecoveryKey recovery, Random random) {
        MemoryVault vault = new MemoryVault();
        Sealer.Restored restored = Sealer.restore(
                server.devices(user), server.box(user), server.saved(user, 0), recovery, vault, around(server, random));
        server.list(user, Objects.requireNonNull(restored.entry()));
        return entered(server, restored.sealer(), vault, random);
    }

    private static Station entered(MemoryServer server, Sealer sealer, MemoryVault vault, Random random) {
        sealer.learn(server.devices(sealer.user()));
        sealer.preKeys(20).forEach(key -> server.preKey(sealer.user(), key));
        return new Station(server, sealer, vault, random);
    }

    /** A further device, which this one approves. */
    Station approve(boolean byCode) {
        learn(user);
        NewDevice fresh = new NewDevice(user, around(server, random));
        ApprovingDevice approving = sealer.approve();
        if (byCode) {
            fresh.answered(approving.scanned(fresh.code()));
        } else {
            approving.revealed(fresh.reveal(approving.answer(fresh.hello())));
            if (!fresh.emoji().equals(approving.emoji())) {
                throw new AssertionError("The screens differ");
            }
        }
        server.list(user, approving.entry());
        learn(user);
        backUp();
        byte[] grant = approving.grant();
        MemoryVault empty = new MemoryVault();
        Sealer joined = fresh.join(grant, server.devices(user), empty);
        joined.merge(server.saved(user, 0));
        return entered(server, joined, empty, random);
    }

    DeviceId device() {
        return sealer.device();
    }

    boolean isListed() {
        return server.account(user).current().devices().containsKey(device());
    }

    void restart() {
        sealer = Sealer.load(vault, around(server, random));
    }

    void learn(UserId other) {
        sealer.learn(server.devices(other));
    }

    void backUp() {
        for (int tries = 0; tries < 50; tries++) {
            BackupSegment segment = sealer.backup();
            if (segment == null) {
                return;
            }
            if (server.backUp(segment)) {
                sealer.backedUp(segment);
            } else {
                merge();
            }
        }
        throw new AssertionError("The backup comes to no end");
    }

    void merge() {
        long known = sealer.merge(new Sealer.Saved(List.of(), Long.MAX_VALUE >> 11));
        sealer.merge(server.saved(user, known));
    }

    /** Takes in lists and rosters as the server has them. */
    void refresh() {
        learn(user);
        merge();
        server.rooms().forEach((room, journal) -> {
            if (journal.everHad(user)) {
                journal.roster.members().keySet().forEach(this::learn);
                roster(room);
            }
        });
    }

    void roster(RoomId room) {
        MemoryServer.Journal journal = server.rooms().get(room);
        List<Rooms.Step> steps = journal.lines.stream()
                .filter(line -> line.roster() != null)
                .map(line -> new Rooms.Step(line.seq(), line.roster().bytes()))
                .toList();
        RosterNews news = sealer.rooms().roster(room, steps, journal.roster.size() - 1);
        while (!news.isComplete()) {
            sealer.learn(server.devices(news.author(), news.account()));
            RosterNews more = sealer.rooms().roster(room, steps, journal.roster.size() - 1);
            if (!more.isComplete() && more.taken() == 0 && more.author().equals(news.author())) {
                throw new AssertionError("No way on");
            }
            news = more;
        }
    }

    /** Everything a client does when it comes online. {@code lossy}: some deliveries are lost on the way. */
    void sync(boolean lossy) {
        refresh();
        if (!isListed()) {
            return;
        }
        if (server.stock(device()) < 5) {
            sealer.preKeys(10).forEach(key -> server.preKey(user, key));
        }
        flush();
        for (KeyDelivery delivery : server.mail(device(), random)) {
            if (lossy && random.nextInt(6) == 0) {
                server.acknowledge(device(), delivery);
            } else if (!lossy || random.nextInt(4) != 0) {
                take(delivery);
            }
        }
        confirm();
        answer();
        owed();
        open();
        askForNames();
        backUp();
    }

    void take(KeyDelivery delivery) {
        try {
            if (sealer.rooms().delivery(delivery.bytes()).kind() == Arrival.Kind.LATER) {
                return;
            }
        } catch (RefusedException e) {
            // A delivery by a device that was taken off on the way.
        }
        server.acknowledge(device(), delivery);
    }

    private void flush() {
        sealer.rooms().unsent().forEach(delivery -> {
            server.deliver(delivery);
            sealer.rooms().sent(delivery);
        });
    }

    private void answer() {
        for (KeyRequest request : server.asked(device())) {
            try {
                Recipient recipient = sealer.rooms().judge(request);
                for (Octets preKey : server.claim(List.of(recipient))) {
                    sealer.rooms().answer(request, preKey);
                }
            } catch (RefusedException e) {
                // Not entitled, or answered within the hour.
            }
        }
        flush();
    }

    /** The user looks at the members of every room and stands for them. */
    void acceptAll() {
        refresh();
        sealer.rooms().all().forEach(sealer.rooms()::acceptMembers);
    }

    /** Stands for members whose last change a device made that is gone. */
    void confirm() {
        for (RoomId room : sealer.rooms().toConfirm()) {
            RosterEntry entry = sealer.rooms().change(room, List.of(new RosterChange.Confirm()));
            server.roster(user, entry.bytes());
            roster(room);
        }
    }

    private void askForNames() {
        for (RoomId room : sealer.rooms().all()) {
            Roster roster = sealer.rooms().roster(room);
            if (roster != null
                    && roster.members().containsKey(user)
                    && !sealer.rooms().isDoubtful(room)) {
                KeyRequest request = sealer.rooms().requestName(room, KeyRequest.To.OWNER);
                if (request != null) {
                    server.ask(request, List.of(request.ownerDevice()));
                }
            }
        }
    }

    private void owed() {
        for (RoomId room : sealer.rooms().all()) {
            if (sealer.rooms().isDoubtful(room)) {
                continue;
            }
            Roster roster = sealer.rooms().roster(room);
            if (roster == null || !roster.members().containsKey(user)) {
                continue;
            }
            List<Recipient> owed = sealer.rooms().owed(room);
            if (!owed.isEmpty()) {
                sealer.rooms().deliver(room, server.claim(owed));
            }
        }
        flush();
    }

    /** Opens what the server would show this user of all rooms, in any order. */
    void open() {
        server.rooms().forEach((room, journal) -> {
            if (!journal.roster.members().containsKey(user)) {
                return;
            }
            List<MemoryServer.Line> lines = new ArrayList<>(journal.lines);
            if (random.nextInt(3) == 0) {
                Collections.shuffle(lines, random);
            }
            for (MemoryServer.Line line : lines) {
                if (line.message() != null) {
                    open(room, journal, line);
                }
            }
        });
    }

    private void open(RoomId room, MemoryServer.Journal journal, MemoryServer.Line line) {
        Reading reading = sealer.rooms().open(placed(line));
        last.computeIfAbsent(room, r -> new HashMap<>()).put(line.seq(), reading);
        if (reading instanceof Reading.Opened opened) {
            read.computeIfAbsent(room, r -> new HashMap<>())
                    .put(line.seq(), new String(opened.content(), StandardCharsets.UTF_8));
        } else if (reading instanceof Reading.WaitingForKey waiting) {
            ask(room, waiting);
        } else if (reading instanceof Reading.WaitingForLists waiting && !waiting.roster()) {
            int index = journal.rosterAt(line.seq());
            Octets account =
                    journal.roster.fingerprintAt(index, line.message().header().sender());
            sealer.learn(server.devices(waiting.user(), account));
        }
    }

    private void ask(RoomId room, Reading.WaitingForKey waiting) {
        if (sealer.rooms().isDoubtful(room)) {
            return;
        }
        List<DeviceId> own =
                new ArrayList<>(server.account(user).current().devices().keySet());
        own.remove(device());
        server.ask(sealer.rooms().request(room, KeyRequest.To.OWN_DEVICES, waiting), own);
        server.ask(sealer.rooms().request(room, KeyRequest.To.OWNER, waiting), List.of(waiting.device()));
    }

    static Placed placed(MemoryServer.Line line) {
        SealedMessage.Header header = line.message().header();
        return new Placed(
                header.room(),
                line.seq(),
                line.time(),
                header.sender(),
                header.id(),
                line.message().bytes());
    }

    /** Makes a room; what others are in it has been learned. */
    RoomId create(Rooms.Beginning beginning) {
        learn(user);
        beginning.others().keySet().forEach(this::learn);
        RosterEntry entry = sealer.rooms().create(beginning);
        if (!server.roster(user, entry.bytes())) {
            throw new AssertionError("Refused");
        }
        roster(entry.room());
        owed();
        return entry.room();
    }

    /** Changes a room; false when it may not. */
    boolean change(RoomId room, List<RosterChange> changes) {
        refresh();
        RosterEntry entry;
        try {
            entry = sealer.rooms().change(room, changes);
        } catch (RefusedException e) {
            return false;
        }
        if (!server.roster(user, entry.bytes())) {
            throw new AssertionError("Refused, though it was refreshed");
        }
        roster(room);
        if (sealer.rooms().roster(room).members().containsKey(user)) {
            owed();
        }
        return true;
    }

    /** Says something. Between sealing and the server's answer, the device may fall over and come back. */
    void say(RoomId room, MessageId id, String text, boolean fallsOver) {
        for (int tries = 0; tries < 10; tries++) {
            refresh();
            if (sealer.rooms().isDoubtful(room)) {
                // Its user looks at the members.
                sealer.rooms().acceptMembers(room);
            }
            prepare(room);
            SealedMessage message = sealer.rooms().seal(room, id, text.getBytes(StandardCharsets.UTF_8));
            if (fallsOver && tries == 0) {
                restart();
                SealedMessage again = sealer.rooms().seal(room, id, text.getBytes(StandardCharsets.UTF_8));
                if (!again.bytes().equals(message.bytes())) {
                    throw new AssertionError("Sealed twice");
                }
            }
            if (server.message(user, message.bytes())) {
                sealer.rooms().accepted(room, id);
                backUp();
                return;
            }
            sealer.rooms().refused(room, id);
        }
        throw new AssertionError("Refused again and again");
    }

    void prepare(RoomId room) {
        Preparation preparation = sealer.rooms().prepare(room);
        if (!preparation.unknown().isEmpty()) {
            throw new AssertionError("Lists are missing");
        }
        if (!preparation.missing().isEmpty()) {
            List<KeyDelivery> deliveries = sealer.rooms().deliver(room, server.claim(preparation.missing()));
            if (random.nextInt(4) == 0) {
                restart();
            }
            if (deliveries.size() > preparation.missing().size()) {
                throw new AssertionError("More deliveries than recipients");
            }
        }
        flush();
    }

    /** Whether this device's memory holds the key of a message, whoever the server shows it to. */
    boolean couldRead(SealedMessage message) {
        byte[] chain = vault.get("chain/" + message.header().room() + "/"
                + message.header().chain().hex());
        if (chain == null) {
            return false;
        }
        return ReceivedChain.parse(chain).origin().index() <= message.header().index();
    }

    static DeviceHistory history(MemoryServer server, UserId user) {
        return server.account(user);
    }
}
