package chat.parley.check;

import chat.parley.support.ServerLauncher;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One check: the common run and those that need a server of their own, and what all of their records prove. */
final class Check {
    private static final long STALL_SECONDS = 60;
    private static final long TRACED_MS = 2_000;
    private static final int SHOWN = 5;

    private final Set<Fault> faults;
    private final Function<Path, ServerLauncher> launcher;
    private final Path folder;
    private final Plan plan;
    private final Broken broken;
    private final Report report;
    private final Set<Finding> findings =
            new TreeSet<>((a, b) -> (a.property() + a.sentence()).compareTo(b.property() + b.sentence()));
    private final EnumSet<Property> judged = EnumSet.noneOf(Property.class);
    private int sent;
    private int acknowledged;
    private int received;
    private int files;

    Check(
            Plan plan,
            Set<Fault> faults,
            Function<Path, ServerLauncher> launcher,
            Path folder,
            Broken broken,
            PrintStream out) {
        this.plan = plan;
        this.faults = Set.copyOf(faults);
        this.launcher = launcher;
        this.folder = folder;
        this.broken = broken;
        this.report = new Report(out);
    }

    Report report() {
        return report;
    }

    Set<Finding> findings() {
        return findings;
    }

    boolean run() throws InterruptedException {
        long begin = System.nanoTime();
        report.say(
                "Seed %d, %d s, %d clients: %s",
                plan.seed(),
                plan.seconds(),
                plan.guests().size() + plan.legacy().size(),
                String.join(" ", plan.guests()) + " " + String.join(" ", plan.legacy()));
        if (broken != Broken.NONE) {
            report.say("A server that %s: to be caught.", broken.sentence());
        }
        report.say("Plan: %s", plan.steps().stream().map(Step::toString).collect(Collectors.joining("; ")));
        ExecutorService aside = Executors.newSingleThreadExecutor();
        Future<?> stall = aside.submit(() -> guarded(Fault.STALL, this::stall));
        guarded(null, this::common);
        guarded(Fault.DISK, this::disk);
        guarded(Fault.SYNC, this::sync);
        try {
            stall.get();
        } catch (ExecutionException e) {
            report.failed(name(Fault.STALL), String.valueOf(e.getCause()));
        }
        aside.shutdown();
        verdict();
        report.say(
                "%d messages sent, %d acknowledgements, %d receipts, %d files read back, in %d s",
                sent, acknowledged, received, files, (System.nanoTime() - begin) / 1_000_000_000);
        report.say(
                report.isGood() ? "Verdict: nothing was lost (seed %d)." : "Verdict: FAILED (seed %d).", plan.seed());
        report.say(report.count());
        return report.isGood();
    }

    private static String name(Fault fault) {
        return fault.name().toLowerCase(Locale.ROOT);
    }

    private boolean guarded(@Nullable Fault fault, Callable<Boolean> run) {
        if (fault != null && !faults.contains(fault)) {
            return false;
        }
        try {
            return run.call();
        } catch (Exception | AssertionError e) {
            report.failed(fault == null ? "run" : name(fault), String.valueOf(e.getMessage()));
            return false;
        }
    }

    private boolean common() throws InterruptedException, IOException, Refused {
        if (faults.stream().noneMatch(Fault::isStep)) {
            return false;
        }
        FakeClock clock = faults.contains(Fault.CLOCK) ? FakeClock.in(folder) : null;
        CommonRun run = new CommonRun(plan, launcher, folder.resolve("common"), clock, broken.patienceSeconds());
        try {
            run.run();
        } finally {
            files += run.files();
            judge(run.recorder());
        }
        for (Fault fault : EnumSet.copyOf(faults)) {
            if (!fault.isStep()) {
                continue;
            }
            if (fault == Fault.CLOCK && clock == null) {
                report.skipped(name(fault), "libfaketime is not installed (apt-get install faketime)");
            } else {
                int times = run.done().getOrDefault(fault, 0);
                outcome(
                        fault,
                        times > 0 ? List.of() : List.of("did not happen"),
                        times + " times: " + fault.sentence());
            }
        }
        if (!run.problems().isEmpty()) {
            report.failed("run", String.join("; ", run.problems()));
        }
        return true;
    }

    private boolean stall() throws InterruptedException, IOException, Refused {
        StallRun run = new StallRun(plan.seed());
        run.run(launcher, folder.resolve("stall"), Math.min(STALL_SECONDS, plan.seconds()));
        judge(run.recorder());
        outcome(Fault.STALL, run.problems(), run.figures());
        return true;
    }

    private boolean disk() throws InterruptedException, IOException, Refused {
        DiskRun run = new DiskRun(plan.seed());
        if (run.run(launcher, folder.resolve("disk"))) {
            judge(run.recorder());
            outcome(Fault.DISK, run.problems(), run.figures());
        } else {
            report.skipped(name(Fault.DISK), "mounting a small file system is not permitted here");
        }
        return true;
    }

    private boolean sync() throws InterruptedException, IOException {
        if (!SyncRun.isPermitted()) {
            report.skipped(name(Fault.SYNC), "watching another process (strace) is not possible here");
            return false;
        }
        SyncRun run = new SyncRun(plan.seed());
        run.run(launcher, folder.resolve("sync"), TRACED_MS);
        outcome(Fault.SYNC, run.problems(), run.figures());
        return true;
    }

    private void outcome(Fault fault, List<String> problems, String figures) {
        if (problems.isEmpty()) {
            report.passed(name(fault), figures);
        } else {
            report.failed(name(fault), shortened(problems));
        }
    }

    private synchronized void judge(Recorder recorder) {
        History history = recorder.history();
        sent += history.sent().size();
        acknowledged += history.acks().size();
        received += history.streams().stream()
                        .mapToInt(stream -> stream.entries().size())
                        .sum()
                + history.legacy().stream()
                        .mapToInt(stream -> stream.heard().size())
                        .sum();
        findings.addAll(Judge.judge(history));
        judged.addAll(EnumSet.allOf(Property.class));
    }

    private void verdict() {
        for (Property property : judged) {
            List<String> against = findings.stream()
                    .filter(finding -> finding.property() == property)
                    .map(Finding::sentence)
                    .toList();
            if (against.isEmpty()) {
                report.passed(property.name().toLowerCase(Locale.ROOT), property.sentence());
            } else {
                report.failed(property.name().toLowerCase(Locale.ROOT), shortened(against));
            }
        }
    }

    private static String shortened(List<String> sentences) {
        String first = sentences.stream().limit(SHOWN).collect(Collectors.joining("; "));
        return sentences.size() > SHOWN ? first + "; and " + (sentences.size() - SHOWN) + " more" : first;
    }
}
