package chat.parley.e2ee;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.crypto.seal.DeviceId;
import chat.parley.crypto.seal.DeviceList;
import chat.parley.crypto.seal.DeviceListEntry;
import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.Roster;
import chat.parley.crypto.seal.RosterChange;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.model.MessageId;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Rooms at random: members come and go, devices are added, taken off and lost, deliveries are late and lost, devices fall
 * over and are restored. In the end everybody who should read reads everything, and nobody else holds a key to anything.
 * More walks with {@code -De2ee.walks=500}.
 */
@NullUnmarked
class RandomWalkTest {
    private static final int STEPS = 50;

    @TestFactory
    Stream<DynamicTest> walks() {
        int walks = Integer.getInteger("e2ee.walks", 30);
        int from = Integer.getInteger("e2ee.seed", 1);
        return IntStream.range(from, from + walks)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new Walk(seed).run()));
    }

    /** One walk. */
    private static final class Walk {
        final Random random;
        final MemoryServer server = new MemoryServer();
        final Map<UserId, RecoveryKey> recovery = new HashMap<>();
        final Map<UserId, List<Station>> stations = new LinkedHashMap<>();
        final List<Station> gone = new ArrayList<>();
        final Map<RoomId, Map<MessageId, String>> said = new HashMap<>();
        int count;

        Walk(int seed) {
            random = new Random(seed);
        }

        void run() {
            for (int i = 0; i < 4; i++) {
                newUser();
            }
            newRoom();
            for (int i = 0; i < STEPS; i++) {
                step();
                server.pass(1000L * random.nextInt(600));
            }
            settle();
            check();
        }

        void newUser() {
            UserId user = new UserId("0user" + (char) ('a' + recovery.size()) + "0".repeat(20));
            RecoveryKey key = Sealer.newRecoveryKey(Station.around(server, random));
            recovery.put(user, RecoveryKey.ofWords(String.join(" ", key.words())));
            stations.put(user, new ArrayList<>(List.of(Station.setUp(server, user, key, random))));
        }

        void step() {
            switch (random.nextInt(16)) {
                case 0 -> newRoom();
                case 1 -> addDevice();
                case 2 -> takeOffDevice();
                case 3 -> loseDevice();
                case 4 -> loseEverything();
                case 5 -> addMember();
                case 6 -> removeMember();
                case 7, 8 -> anyStation().sync(true);
                case 9 -> anyStation().restart();
                case 10 -> settings();
                default -> say();
            }
        }

        Station anyStation() {
            List<Station> all = stations.values().stream().flatMap(List::stream).toList();
            return all.get(random.nextInt(all.size()));
        }

        RoomId anyRoom() {
            List<RoomId> all = List.copyOf(server.rooms().keySet());
            return all.get(random.nextInt(all.size()));
        }

        void newRoom() {
            if (server.rooms().size() >= 4) {
                return;
            }
            Station maker = anyStation();
            List<UserId> others = new ArrayList<>(stations.keySet());
            others.remove(maker.user);
            boolean direct = random.nextInt(4) == 0;
            Map<UserId, Role> members = new LinkedHashMap<>();
            for (UserId other : others) {
                if (direct ? members.isEmpty() : random.nextBoolean()) {
                    members.put(other, direct ? Role.OWNER : Role.ofRank(random.nextInt(3)));
                }
            }
            maker.create(new Rooms.Beginning(
                    direct ? RosterEntry.Kind.DIRECT : RosterEntry.Kind.PRIVATE,
                    members,
                    random.nextInt(3) == 0 ? Room.History.ALL : Room.History.JOINED,
                    "{\"name\":\"room " + count + "\"}",
                    null));
        }

        void addDevice() {
            Station one = anyStation();
            List<Station> all = stations.get(one.user);
            if (all.size() < 4) {
                all.add(
                        random.nextInt(3) == 0
                                ? Station.restored(server, one.user, recovery.get(one.user), random)
                                : one.approve(random.nextBoolean()));
            }
        }

        void takeOffDevice() {
            Station one = anyStation();
            Station other = otherOf(one);
            if (other != null) {
                one.sync(false);
                server.list(one.user, one.sealer.removeDevice(other.device()));
                leave(other);
                one.sync(false);
            }
        }

        void loseDevice() {
            Station one = anyStation();
            Station other = otherOf(one);
            if (other != null) {
                lose(one, Set.of(other.device()));
                leave(other);
            }
        }

        private void lose(Station one, Set<DeviceId> lost) {
            one.sync(false);
            server.publish(one.user, one.sealer.lose(lost, recovery.get(one.user), server.box(one.user)));
            one.learn(one.user);
            List<Recipient> others = server.account(one.user).current().devices().keySet().stream()
                    .filter(device -> !device.equals(one.device()))
                    .map(device -> new Recipient(one.user, device))
                    .toList();
            one.sealer.handOver(server.claim(others)).forEach(delivery -> server.deliver(KeyDelivery.parse(delivery)));
            for (Station station : stations.get(one.user)) {
                if (!lost.contains(station.device()) && station != one) {
                    // A device without the new keys cannot write the backup; here it comes online at once.
                    station.learn(one.user);
                    server.mail(station.device(), random).forEach(d -> {
                        if (d.header().purpose() == KeyDelivery.Purpose.OWN_DEVICE) {
                            station.take(d);
                        }
                    });
                }
            }
            one.backUp();
        }

        /** The laptop at the bottom of the lake: a new device comes in by the words and takes the others off. */
        void loseEverything() {
            if (random.nextInt(2) == 0) {
                return;
            }
            UserId user = anyStation().user;
            List<Station> old = List.copyOf(stations.get(user));
            Station fresh = Station.restored(server, user, recovery.get(user), random);
            old.forEach(this::leave);
            stations.get(user).add(fresh);
            Set<DeviceId> lost = new HashSet<>();
            old.forEach(station -> lost.add(station.device()));
            lose(fresh, lost);
        }

        private Station otherOf(Station one) {
            return stations.get(one.user).stream()
                    .filter(s -> s != one)
                    .findFirst()
                    .orElse(null);
        }

        private void leave(Station station) {
            stations.get(station.user).remove(station);
            gone.add(station);
        }

        void addMember() {
            RoomId room = anyRoom();
            Station by = member(room);
            List<UserId> others = new ArrayList<>(stations.keySet());
            others.removeAll(server.rooms().get(room).roster.members().keySet());
            if (by != null && !others.isEmpty()) {
                UserId other = others.get(random.nextInt(others.size()));
                by.learn(other);
                by.change(room, List.of(by.sealer.rooms().add(other, Role.MEMBER)));
            }
        }

        void removeMember() {
            RoomId room = anyRoom();
            Station by = member(room);
            List<UserId> members =
                    List.copyOf(server.rooms().get(room).roster.members().keySet());
            if (by != null && members.size() > 1) {
                by.change(room, List.of(new RosterChange.Remove(members.get(random.nextInt(members.size())))));
            }
        }

        void settings() {
            RoomId room = anyRoom();
            Station by = member(room);
            if (by != null) {
                by.refresh();
                by.change(
                        room,
                        List.of(
                                random.nextBoolean()
                                        ? by.sealer.rooms().profile("{\"name\":\"name " + count++ + "\"}")
                                        : new RosterChange.SetHistory(
                                                random.nextBoolean() ? Room.History.ALL : Room.History.JOINED)));
            }
        }

        private Station member(RoomId room) {
            List<Station> all = stations.values().stream()
                    .flatMap(List::stream)
                    .filter(s -> server.rooms().get(room).roster.members().containsKey(s.user))
                    .toList();
            return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        }

        void say() {
            RoomId room = anyRoom();
            Station by = member(room);
            if (by != null) {
                MessageId id = MessageId.at(server.now());
                String text = "message " + count++ + " " + "x".repeat(random.nextInt(200));
                said.computeIfAbsent(room, r -> new HashMap<>()).put(id, text);
                by.say(room, id, text, random.nextInt(4) == 0);
            }
        }

        /** Everybody is online for a while, and nothing is lost any more. */
        void settle() {
            for (int round = 0; round < 6; round++) {
                server.pass(Duration.ofHours(2).toMillis());
                stations.values().forEach(all -> all.forEach(Station::acceptAll));
                stations.values().forEach(all -> all.forEach(station -> station.sync(false)));
            }
        }

        void check() {
            server.rooms().forEach((room, journal) -> {
                for (MemoryServer.Line line : journal.lines) {
                    if (line.message() != null) {
                        check(room, journal, line);
                    }
                }
                checkNames(room, journal.roster);
            });
        }

        private void check(RoomId room, MemoryServer.Journal journal, MemoryServer.Line line) {
            String text = said.get(room).get(line.message().header().id());
            int then = journal.rosterAt(line.seq());
            stations.forEach((user, all) -> {
                boolean member = journal.roster.members().containsKey(user);
                boolean wasThere = journal.roster.fingerprintAt(then, user) != null;
                for (Station station : all) {
                    String where = room + " " + line.seq() + " at " + station.device();
                    if (member
                            && (wasThere ? isWithinReach(journal, user, line) : isForNewcomers(journal.roster, line))) {
                        Reading reading = station.last.get(room).get(line.seq());
                        assertThat(reading).as(where).isInstanceOf(Reading.Opened.class);
                        assertThat(station.read.get(room).get(line.seq()))
                                .as(where)
                                .isEqualTo(text);
                    } else if (!wasThere && !everForAll(journal)) {
                        assertThat(station.couldRead(line.message())).as(where).isFalse();
                    }
                }
            });
            for (Station station : gone) {
                if (isSince(station, line) && station.couldRead(line.message())) {
                    assertThat(offBefore(station, line))
                            .as(room + " " + line.seq() + " at " + station.device() + ", which was taken off, by "
                                    + line.message().header().device())
                            .isFalse();
                }
            }
        }

        /** Who wrote it is still there to be asked, or some device of the reader's once had the key. */
        private boolean isWithinReach(MemoryServer.Journal journal, UserId user, MemoryServer.Line line) {
            return isThere(journal.roster, line)
                    || Stream.concat(stations.get(user).stream(), gone.stream())
                            .anyMatch(s -> s.user.equals(user) && s.couldRead(line.message()));
        }

        private boolean isThere(Roster roster, MemoryServer.Line line) {
            return roster.members().containsKey(line.message().header().sender())
                    && stations.values().stream()
                            .flatMap(List::stream)
                            .anyMatch(s ->
                                    s.device().equals(line.message().header().device()));
        }

        private boolean everForAll(MemoryServer.Journal journal) {
            return journal.lines.stream()
                    .anyMatch(line -> line.roster() != null
                            && line.roster().changes().contains(new RosterChange.SetHistory(Room.History.ALL)));
        }

        /** Newcomers are given what devices that are still there wrote, where the rule was always that. */
        private boolean isForNewcomers(Roster roster, MemoryServer.Line line) {
            boolean always = roster.history() == Room.History.ALL
                    && roster.entries().stream()
                                    .flatMap(e -> e.changes().stream())
                                    .filter(RosterChange.SetHistory.class::isInstance)
                                    .count()
                            == 1;
            return always && isThere(roster, line);
        }

        private boolean isSince(Station station, MemoryServer.Line line) {
            return !line.message().header().sender().equals(station.user);
        }

        /** Whether the sender's list, or the reader's, no longer had the device when the message was sealed. */
        private boolean offBefore(Station station, MemoryServer.Line line) {
            long off = Long.MAX_VALUE;
            boolean named = false;
            for (DeviceList list : server.account(station.user).epochs()) {
                if (named && !names(list, station)) {
                    off = Math.min(off, list.statement().time());
                }
                named |= names(list, station);
                for (DeviceListEntry entry : list.entries()) {
                    if (entry.kind() == DeviceListEntry.Kind.REMOVE
                            && station.device().equals(entry.device())) {
                        off = Math.min(off, entry.time());
                    }
                }
            }
            return line.time() > off;
        }

        private static boolean names(DeviceList list, Station station) {
            return list.entries().stream().anyMatch(e -> station.device().equals(e.device()));
        }

        private void checkNames(RoomId room, Roster roster) {
            for (Station station :
                    stations.values().stream().flatMap(List::stream).toList()) {
                if (roster.members().containsKey(station.user) && roster.profile() != null) {
                    Octets commitment = roster.profile().commitment();
                    DeviceId by = roster.profile().setBy();
                    boolean setterIsThere = stations.values().stream()
                            .flatMap(List::stream)
                            .anyMatch(s ->
                                    s.device().equals(by) && roster.members().containsKey(s.user));
                    if (setterIsThere) {
                        assertThat(station.sealer.rooms().profileOf(room))
                                .as("name of " + room + " under " + commitment + " at " + station.device())
                                .contains("name");
                    }
                }
            }
        }
    }
}
