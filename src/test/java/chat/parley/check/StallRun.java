package chat.parley.check;

import chat.parley.support.ServerLauncher;
import chat.parley.support.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Clients of every door stop reading while much is said; nobody waits for them, the server's memory stays within what
 * it was given, and when they read on they get everything.
 */
final class StallRun {
    private static final long PAUSE_MS = 20;
    private static final long NEVER_MS = 1_000;
    private static final int PADDING = 6_000;
    private static final int STALLED_PER_DOOR = 2;

    /** Together less than what the stalled clients are behind after a minute. */
    private static final String[] MEMORY = {"-Xmx128m", "-XX:MaxDirectMemorySize=64m"};

    private final Site site = new Site(true);
    private final Crowd crowd;
    private final List<Chatter> talking = new ArrayList<>();
    private final List<Chatter> stalled = new ArrayList<>();
    private final List<LegacyChatter> stalledLegacy = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private String figures = "";

    StallRun(long seed) {
        talking.add(new Chatter(site, "talker-1", DoorKind.WEB, seed, PAUSE_MS, PADDING));
        talking.add(new Chatter(site, "talker-2", DoorKind.NATIVE, seed, PAUSE_MS, PADDING));
        List<LegacyChatter> legacy = new ArrayList<>();
        legacy.add(new Listener(site, "listener", seed, false));
        for (int i = 1; i <= STALLED_PER_DOOR; i++) {
            stalled.add(new Silent(site, "stalled-web-" + i, DoorKind.WEB, seed));
            stalled.add(new Silent(site, "stalled-native-" + i, DoorKind.NATIVE, seed));
            stalledLegacy.add(new Listener(site, "stalled-legacy-" + i, seed, true));
        }
        List<Chatter> guests = new ArrayList<>(talking);
        guests.addAll(stalled);
        legacy.addAll(stalledLegacy);
        crowd = new Crowd(site, guests, legacy, Crowd.PATIENCE_SECONDS);
    }

    private static final class Silent extends Chatter {
        Silent(Site site, String name, DoorKind door, long seed) {
            super(site, name, door, seed, NEVER_MS, 0);
        }

        @Override
        boolean isNarrow() {
            return true;
        }

        @Override
        void speak() {}
    }

    private static final class Listener extends LegacyChatter {
        private final boolean narrow;

        Listener(Site site, String name, long seed, boolean narrow) {
            super(site, name, seed, NEVER_MS, List.of());
            this.narrow = narrow;
        }

        @Override
        boolean isNarrow() {
            return narrow;
        }

        @Override
        void speak() {}
    }

    Recorder recorder() {
        return site.recorder;
    }

    List<String> problems() {
        return problems;
    }

    String figures() {
        return figures;
    }

    void run(Function<Path, ServerLauncher> launcher, Path folder, long seconds)
            throws InterruptedException, IOException, Refused {
        site.up(server(launcher, folder, MEMORY));
        try {
            crowd.start();
            for (Chatter each : stalled) {
                each.connection().stall();
            }
            for (LegacyChatter each : stalledLegacy) {
                each.session().stall();
            }
            Thread.sleep(seconds * 1_000);
            talking.forEach(Client::hush);
            Crowd.await("get their answers", () -> talking.stream().allMatch(Client::isSettled));
            long head = site.recorder.head(History.LOBBY);
            Crowd.await(
                    "keep up while others stall",
                    () -> talking.stream().allMatch(each -> each.had(History.LOBBY) >= head));
            long behind = stalled.stream()
                    .mapToLong(each -> head - each.had(History.LOBBY))
                    .min()
                    .orElse(0);
            if (behind < head / 2) {
                problems.add("the stalled clients were only " + behind + " of " + head + " messages behind");
            }
            for (Chatter each : stalled) {
                each.connection().readOn();
            }
            for (LegacyChatter each : stalledLegacy) {
                each.session().readOn();
            }
            problems.addAll(crowd.settle());
            figures =
                    "%d clients did not read for %d s and were %d messages behind, then had everything; server at most %d MB"
                            .formatted(
                                    stalled.size() + stalledLegacy.size(),
                                    seconds,
                                    behind,
                                    peakMegabytes(site.server()));
            crowd.end();
            site.server().kill();
            site.up(server(launcher, folder));
            new Auditor(site).read(crowd);
        } finally {
            site.server().kill();
        }
    }

    private static ServerProcess server(Function<Path, ServerLauncher> launcher, Path folder, String... memory) {
        ServerLauncher server =
                launcher.apply(folder).setting("LEGACY_ENABLED", "true").setting("LEGACY_PORT", "0");
        for (String option : memory) {
            server.option(option);
        }
        return server.start();
    }

    private static long peakMegabytes(ServerProcess server) throws IOException {
        for (String line : Files.readAllLines(
                Path.of("/proc", Long.toString(server.handle().pid()), "status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("The kernel does not tell the memory of a process");
    }
}
