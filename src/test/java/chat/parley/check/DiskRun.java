package chat.parley.check;

import chat.parley.support.ServerLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The disk gets full while people talk: messages are refused, reading goes on, and all is well when there is room again. */
final class DiskRun {
    private static final long PAUSE_MS = 40;
    private static final long TALK_MS = 1_500;
    private static final int MEGABYTES = 24;
    private static final int ROUNDS = 2;

    /** Legacy clients who come and go are gone for those who write to them. */
    private static final Set<String> EXPECTED = Set.of("STORAGE_FULL", "USER_GONE");

    private final Site site = new Site(true);
    private final Plan plan;
    private final Crowd crowd;
    private final List<String> problems = new ArrayList<>();
    private int refusals;

    DiskRun(long seed) {
        plan = Plan.make(seed, 0, 6, List.of());
        crowd = Crowd.of(site, plan, PAUSE_MS, Crowd.PATIENCE_SECONDS);
    }

    Recorder recorder() {
        return site.recorder;
    }

    List<String> problems() {
        return problems;
    }

    String figures() {
        return ROUNDS + " times: " + refusals + " messages refused, reads served meanwhile, writing again by itself";
    }

    /** False when there is no right to mount. */
    boolean run(Function<Path, ServerLauncher> launcher, Path folder)
            throws InterruptedException, IOException, Refused {
        try (SmallDisk disk = SmallDisk.mount(folder, MEGABYTES)) {
            if (disk == null) {
                return false;
            }
            try {
                start(launcher, disk);
                crowd.start();
                for (int round = 0; round < ROUNDS; round++) {
                    Thread.sleep(TALK_MS);
                    fillAndFree(disk);
                }
                Thread.sleep(TALK_MS);
                problems.addAll(crowd.settle());
                otherRefusals();
                crowd.end();
                site.server().kill();
                start(launcher, disk);
                new Auditor(site).read(crowd);
            } finally {
                site.server().kill();
            }
            return true;
        }
    }

    private void start(Function<Path, ServerLauncher> launcher, SmallDisk disk) {
        site.up(launcher.apply(disk.folder())
                .setting("LEGACY_ENABLED", "true")
                .setting("LEGACY_PORT", "0")
                .setting("USERS_REGISTRATION", "open")
                .start());
    }

    private void fillAndFree(SmallDisk disk) throws InterruptedException, IOException, Refused {
        int before = refused();
        disk.fill();
        Crowd.await("be refused on a full disk", () -> refused() >= before + 10);
        for (Chatter guest : crowd.guests) {
            int entries = guest.connection()
                    .call("rooms.history", Map.of("room", History.LOBBY))
                    .path("entries")
                    .size();
            if (entries == 0) {
                problems.add(guest.name + " could not read while the disk was full");
            }
        }
        disk.free();
        int acknowledged = site.recorder.ackCount();
        Crowd.await("be acknowledged again", () -> site.recorder.ackCount() > acknowledged + 10);
        refusals += refused() - before;
    }

    /** A full disk is named as such, and nothing else fails by it. */
    private void otherRefusals() {
        for (Chatter guest : crowd.guests) {
            guest.refusals().keySet().stream()
                    .filter(failure -> !EXPECTED.contains(failure))
                    .forEach(failure -> problems.add(guest.name + " was refused with " + failure));
        }
    }

    private int refused() {
        return crowd.guests.stream()
                .mapToInt(guest -> guest.refusals().getOrDefault("STORAGE_FULL", 0))
                .sum();
    }
}
