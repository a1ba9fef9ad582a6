package chat.parley.e2ee;

import chat.parley.crypto.seal.KeyDelivery;
import chat.parley.crypto.seal.Octets;
import chat.parley.crypto.seal.RosterChange;
import chat.parley.crypto.seal.RosterEntry;
import chat.parley.crypto.seal.SealedMessage;
import chat.parley.model.MessageId;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.UserId;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/**
 * What sealed rooms cost: sealing and opening a message, a change of members in rooms of 2 to 512 devices, sizes. Prints rows
 * for {@code docs/performance.md}, in milliseconds of this thread's processor time, so that a busy machine matters little.
 */
@NullUnmarked
final class SealBench {
    private static final int MESSAGES = 90;
    private static final int ROUNDS = 5;

    private final MemoryServer server = new MemoryServer();
    private final Random random = new Random(1);

    private SealBench() {}

    public static void main(String[] args) {
        SealBench bench = new SealBench();
        List<Station> people = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            people.add(bench.person(i));
        }
        for (int size : new int[] {2, 2, 32, 128, 512}) {
            bench.room(people.subList(0, size));
        }
    }

    private Station person(int number) {
        UserId user = new UserId(String.format(Locale.ROOT, "0user%021d", number));
        return Station.setUp(server, user, Sealer.newRecoveryKey(Station.around(server, random)), random);
    }

    private void room(List<Station> people) {
        Station maker = people.get(0);
        Map<UserId, Role> others = new LinkedHashMap<>();
        people.subList(1, people.size()).forEach(other -> others.put(other.user, Role.MEMBER));
        RoomId room = maker.create(new Rooms.Beginning(
                RosterEntry.Kind.PRIVATE, others, Room.History.JOINED, "{\"name\":\"bench\"}", null));
        Station reader = people.get(1);
        double change = 0;
        int wire = 0;
        for (int round = 0; round < ROUNDS; round++) {
            maker.refresh();
            people.forEach(other -> other.sealer.preKeys(1).forEach(key -> server.preKey(other.user, key)));
            maker.sealer.rooms().renewChain(room);
            double begun = now();
            Preparation preparation = maker.sealer.rooms().prepare(room);
            List<Octets> claimed = server.claim(preparation.missing());
            List<KeyDelivery> deliveries = maker.sealer.rooms().deliver(room, claimed);
            change += now() - begun;
            wire = deliveries.stream().mapToInt(d -> d.bytes().length()).sum();
            deliveries.forEach(d -> {
                server.deliver(d);
                maker.sealer.rooms().sent(d);
            });
        }
        reader.refresh();
        List<KeyDelivery> mail = server.mail(reader.device(), random);
        double begun = now();
        for (KeyDelivery delivery : mail) {
            reader.sealer.rooms().delivery(delivery.bytes());
            server.acknowledge(reader.device(), delivery);
        }
        double opened = (now() - begun) / mail.size();
        messages(maker, reader, room, people.size(), change / ROUNDS, opened, wire);
    }

    private void messages(Station maker, Station reader, RoomId room, int size, double change, double taken, int wire) {
        byte[] text = "{\"type\":\"message\",\"text\":\"a line of about sixty characters, as people write\"}"
                .getBytes(StandardCharsets.UTF_8);
        double seal = 0;
        double open = 0;
        int bytes = 0;
        for (int i = 0; i < MESSAGES; i++) {
            MessageId id = MessageId.at(server.now());
            maker.prepare(room);
            double begun = now();
            SealedMessage message = maker.sealer.rooms().seal(room, id, text);
            seal += now() - begun;
            if (!server.message(maker.user, message.bytes())) {
                throw new AssertionError("Refused");
            }
            maker.sealer.rooms().accepted(room, id);
            maker.server.mail(reader.device(), random).forEach(delivery -> {
                reader.sealer.rooms().delivery(delivery.bytes());
                server.acknowledge(reader.device(), delivery);
            });
            List<MemoryServer.Line> lines = server.rooms().get(room).lines;
            Placed placed = Station.placed(lines.get(lines.size() - 1));
            begun = now();
            Reading reading = reader.sealer.rooms().open(placed);
            open += now() - begun;
            if (!(reading instanceof Reading.Opened)) {
                throw new AssertionError("Not opened: " + reading);
            }
            bytes = message.bytes().length();
        }
        RosterEntry entry = maker.sealer.rooms().change(room, List.of(new RosterChange.Confirm()));
        System.out.printf(
                Locale.ROOT,
                "| %d | %.2f ms | %.2f ms | %.0f ms | %.2f ms | %d B | %.0f KB | %d B |%n",
                size,
                seal / MESSAGES,
                open / MESSAGES,
                change,
                taken,
                bytes,
                wire / 1000.0,
                entry.bytes().length());
    }

    /** Milliseconds of processor time of this thread. */
    private static double now() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e6;
    }
}
