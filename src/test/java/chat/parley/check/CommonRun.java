package chat.parley.check;

import chat.parley.support.ServerLauncher;
import chat.parley.support.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final Warden warden;
    private final Circles circles;
    private final Revocations revocations;
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
        this.warden = new Warden(site);
        this.circles = new Circles(site, crowd, warden);
        this.revocations = new Revocations(site, crowd, warden);
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
            boolean withRooms =
                    plan.steps().stream().map(Step::fault).anyMatch(Set.of(Fault.KICK, Fault.REVOKE)::contains);
            if (withRooms) {
                warden.appoint();
            }
            crowd.start();
            if (withRooms) {
                circles.found();
            }
            long begin = System.nanoTime();
            for (Step step : plan.steps()) {
                sleepUntil(begin, step.atMillis());
                take(step);
                done.merge(step.fault(), 1, Integer::sum);
            }
            sleepUntil(begin, plan.seconds() * 1_000);
            circles.settle();
            problems.addAll(crowd.settle());
            problems.addAll(circles.problems());
            crowd.end();
            kill();
            start();
            audit(withRooms);
        } finally {
            kill();
        }
    }

    private void audit(boolean withRooms) throws IOException, Refused {
        Auditor auditor = new Auditor(site);
        if (withRooms) {
            revocations.audit();
        }
        auditor.read(crowd);
        if (withRooms) {
            circles.audit(auditor);
        }
        files = auditor.files();
    }

    private static void sleepUntil(long begin, long millis) throws InterruptedException {
        long left = millis - (System.nanoTime() - begin) / 1_000_000;
        if (left > 0) {
            Thread.sleep(left);
        }
    }

    private void take(Step step) throws InterruptedException, IOException, Refused {
        crowd.awaitPresent();
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
            case KICK -> circles.step(step);
            case REVOKE -> revocations.step(step);
            default -> throw new IllegalArgumentException(step + " is not part of a common run");
        }
    }

    private void start() {
        ServerLauncher server = launcher.apply(folder)
                .setting("LEGACY_ENABLED", "true")
                .setting("LEGACY_PORT", "0")
                .setting("USERS_REGISTRATION", "open")
                .setting("LIMITS_ACCOUNTS_PER_HOUR", "100000")
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
        crowd.awaitPresent();
        List<Chatter> guests = crowd.presentGuests();
        List<Integer> before = guests.stream().map(Chatter::toldToComeBack).toList();
        List<Rpc> connections = new ArrayList<>();
        for (Chatter guest : guests) {
            connections.add(guest.connection());
        }
        ServerProcess server = site.server();
        site.down();
        int status = server.stop();
        if (status != 143) {
            problems.add("A stop in good order ended with status " + status);
        }
        for (int i = 0; i < connections.size(); i++) {
            Chatter guest = guests.get(i);
            if (!connections.get(i).awaitEnd(5_000) || guest.toldToComeBack() == before.get(i)) {
                problems.add(guest.name + " was not told when to come back");
            }
        }
        start();
    }
}
