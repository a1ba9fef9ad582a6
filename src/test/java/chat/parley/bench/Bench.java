package chat.parley.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures a server, a process of its own, with clients in this one, and prints a table. */
@Command(
        name = "bench",
        description = "Measures what the server costs; every figure is per CPU-second of the server's process.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Bench implements Callable<Integer> {
    private static final PrintStream out = System.out;
    private static final String ROW = "| %-38s | %-10s | %-14s | %-8s | %s%n";

    /** What can be measured. */
    enum Scenario {
        FANOUT,
        ROOMS,
        LATENCY,
        JOIN,
        IDLE,
        STALL
    }

    @Option(
            names = "--scenarios",
            split = ",",
            description = "Which to run: ${COMPLETION-CANDIDATES} (default: all).",
            paramLabel = "S")
    private Set<Scenario> scenarios = EnumSet.allOf(Scenario.class);

    @Option(
            names = "--doors",
            split = ",",
            description = "Through which: ${COMPLETION-CANDIDATES} (default: all).",
            paramLabel = "D")
    private Set<DoorKind> doors = EnumSet.allOf(DoorKind.class);

    @Option(names = "--warm-up", description = "Seconds before a measurement (default: ${DEFAULT-VALUE}).")
    private double warmUp = 12;

    @Option(names = "--measure", description = "Seconds of a measurement (default: ${DEFAULT-VALUE}).")
    private double measure = 6;

    @Option(
            names = "--idle",
            split = ",",
            description = "Numbers of idle connections (default: 2000,10000).",
            paramLabel = "N")
    private List<Integer> idle = List.of(2_000, 10_000);

    @Option(names = "--members", description = "Members of the room that is joined (default: ${DEFAULT-VALUE}).")
    private int members = 10_000;

    @Option(names = "--stall-mb", description = "What passes a stalled reader, in MB (default: ${DEFAULT-VALUE}).")
    private int stallMegabytes = 50;

    @Option(names = "--java", split = " ", description = "Options for the server's JVM.", paramLabel = "OPTION")
    private List<String> javaOptions = List.of();

    @Option(names = "--jar", description = "The server (default: ${DEFAULT-VALUE}).")
    private Path jar = Path.of("target/parley.jar");

    @Option(names = "--data", description = "Where the server's data lies for so long (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("target/bench");

    @Option(names = "--hold", description = "Seconds that the clients stay when all is measured, for a profiler.")
    private int hold;

    private boolean lost;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() {
        Locale.setDefault(Locale.ROOT);
        out.println(Machine.describe());
        out.println();
        out.printf(ROW, "what", "door", "figure", "aim", "from |");
        out.printf(ROW, "---", "---", "---", "---", "--- |");
        for (DoorKind door : DoorKind.values()) {
            if (doors.contains(door)) {
                measure(door);
            }
        }
        return lost ? 1 : 0;
    }

    private void measure(DoorKind door) {
        Speed speed = new Speed(warmUp, measure);
        if (scenarios.contains(Scenario.FANOUT)) {
            within(door, "room of 200", crowd -> {
                List<Traffic> room = List.of(new Traffic(Traffic.LOBBY, crowd.open(200, 60), Speed.TEXT));
                row("room of 200, 32 outstanding", door, speed.fanout(crowd, room, 32), "≤ 1.2");
                row("room of 200, 1 outstanding", door, speed.fanout(crowd, room, 1), "≤ 10");
            });
        }
        if (scenarios.contains(Scenario.LATENCY)) {
            within(door, "50 messages/s into 100 members", crowd -> {
                Traffic room = new Traffic(Traffic.LOBBY, crowd.open(100, 60), Speed.TEXT);
                row("50 messages/s into 100 members", door, speed.latency(crowd, room), "≤ 8 ms");
            });
        }
        if (scenarios.contains(Scenario.ROOMS) && door != DoorKind.LEGACY) {
            within(door, "100 rooms of 10", crowd -> {
                List<Traffic> rooms = Rooms.open(crowd, 100, 10);
                row("100 rooms of 10, 1 outstanding in each", door, speed.fanout(crowd, rooms, 1), "≤ 16");
            });
        }
        if (scenarios.contains(Scenario.JOIN) && door != DoorKind.LEGACY) {
            String what = "one joins " + members + " members";
            within(door, what, crowd -> row(what, door, Join.measure(crowd, members), ""));
        }
        if (scenarios.contains(Scenario.IDLE)) {
            for (int count : idle) {
                within(
                        door,
                        count + " idle connections",
                        crowd -> row(
                                count + " idle connections, each",
                                door,
                                Idle.measure(crowd, count),
                                door == DoorKind.TCP ? "≤ 12 KB" : door == DoorKind.TLS ? "≤ 40 KB" : ""));
            }
        }
        if (scenarios.contains(Scenario.STALL)) {
            within(
                    door,
                    "a reader that stalls",
                    crowd -> row(
                            "a reader stalls while " + stallMegabytes + " MB pass",
                            door,
                            Stall.measure(crowd, stallMegabytes),
                            "flat"));
        }
    }

    private interface Run {
        void with(Crowd crowd);
    }

    /** Gives a run a server of its own. A run that lost a message has no figure. */
    private void within(DoorKind door, String what, Run run) {
        try (BenchServer server = BenchServer.start(jar, javaOptions, data, door);
                Crowd crowd = new Crowd(door, server)) {
            run.with(crowd);
            if (hold > 0) {
                System.err.printf("The server, process %d, stays for %d s.%n", server.pid(), hold);
                crowd.pass(hold * 1000L);
            }
        } catch (LostException e) {
            lost = true;
            row(what, door, new Figure("none", String.valueOf(e.getMessage())), "");
        }
    }

    private static void row(String what, DoorKind door, Figure figure, String aim) {
        out.printf(ROW, what, door.title, figure.value(), aim, figure.from() + " |");
        out.flush();
    }
}
