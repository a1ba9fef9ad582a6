package chat.parley.check;

import chat.parley.support.ServerLauncher;
import chat.parley.support.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The run of a plan: everybody talks while the plan's faults happen; at the end the power is cut, and all is read back. */
final class CommonRun {
    private static final long PAUSE_MS = 100;

    /** Acknowledgements that come right before the server is killed. */
    private static final int IN_TRAFFIC = 10;

    private final Plan plan;
    private final Function<Path, ServerLauncher> launcher;
    private final Path folder;
    private final @Nullable FakeClock clock;
    private final Site site = new Site(true);
    private final Map<Fault, Integer> done = new EnumMap<>(Fault.class);
    private final List<String> problems = new ArrayList<>();
    private final Crowd crowd;
    private final Leavers leavers;
    private int files;

    /** @param clock null: the server's clock is left alone */
    CommonRun(
            Plan plan,
            Function<Path, ServerLauncher> launcher,
            Path folder,
            @Nullable FakeClock clock,
            int patienceSeconds) {
        this.plan = plan;
        this.launcher = launcher;
        this.folder = folder;
        this.clock = clock;
        this.crowd = Crowd.of(site, plan, PAUSE_MS, patienceSeconds);
        this.leavers = new Leavers(site);
    }

    Recorder recorder() {
        return site.recorder;
    }

    Map<Fault, Integer> done() {
        return done;
    }

    /** What went wrong besides what the records show. */
    List<String> problems() {
        return problems;
    }

    int files() {
        return files;
    }

    void run() throws InterruptedException, IOException, Refused {
        start();
        try {
            crowd.start();
            long begin = System.nanoTime();
            for (Step step : plan.steps()) {
                sleepUntil(begin, step.atMillis());
                take(step);
                done.merge(step.fault(), 1, Integer::sum);
            }
            sleepUntil(begin, plan.seconds() * 1_000);
            problems.addAll(crowd.settle());
            crowd.end();
            kill();
            start();
            Auditor auditor = new Auditor(site);
            auditor.read(crowd);
            files = auditor.files();
        } finally {
            kill();
        }
    }

    private static void sleepUntil(long begin, long millis) throws InterruptedException {
        long left = millis - (System.nanoTime() - begin) / 1_000_000;
        if (left > 0) {
            Thread.sleep(left);
        }
    }

    private void take(Step step) throws InterruptedException, IOException, Refused {
        Crowd.await("come back", () -> crowd.all().allMatch(Client::isConnected));
        switch (step.fault()) {
            case KILL -> {
                int before = site.recorder.ackCount();
                Crowd.await("talk", () -> site.recorder.ackCount() > before + IN_TRAFFIC);
                kill();
                start();
            }
            case STOP -> stop();
            case CUT ->
                crowd.all()
                        .filter(client -> step.clients().contains(client.name))
                        .forEach(Client::cutWithinFrame);
            case CLOCK -> {
                if (clock != null) {
                    clock.jump(step.jumpMinutes());
                }
            }
            case LEAVE -> leavers.leave(crowd.guests.get(0));
            default -> throw new IllegalArgumentException(step + " is not part of a common run");
        }
    }

    private void start() {
        ServerLauncher server = launcher.apply(folder)
                .setting("LEGACY_ENABLED", "true")
                .setting("LEGACY_PORT", "0")
                .setting("LIMITS_LOGINS_PER_MINUTE", "100000");
        if (clock != null) {
            server.environment(clock.environment());
        }
        site.up(server.start());
    }

    private void kill() throws IOException {
        try {
            ServerProcess server = site.server();
            site.down();
            server.kill();
        } catch (IOException e) {
            // it is down
        }
    }

    /** In good order: whoever is there is told when to come back. */
    private void stop() throws InterruptedException, IOException {
        Crowd.await("be there", () -> crowd.all().allMatch(Client::isConnected));
        List<Integer> before =
                crowd.guests.stream().map(Chatter::toldToComeBack).toList();
        List<Rpc> connections = new ArrayList<>();
        for (Chatter guest : crowd.guests) {
            connections.add(guest.connection());
        }
        ServerProcess server = site.server();
        site.down();
        int status = server.stop();
        if (status != 143) {
            problems.add("A stop in good order ended with status " + status);
        }
        for (int i = 0; i < connections.size(); i++) {
            Chatter guest = crowd.guests.get(i);
            if (!connections.get(i).awaitEnd(5_000) || guest.toldToComeBack() == before.get(i)) {
                problems.add(guest.name + " was not told when to come back");
            }
        }
        start();
    }
}
