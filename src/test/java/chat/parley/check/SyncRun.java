package chat.parley.check;

import chat.parley.support.ServerLauncher;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A server whose system calls are watched, with clients at every door; the native door without TLS, to be read. */
final class SyncRun {
    private static final long PAUSE_MS = 60;
    private static final List<String> STRACE = List.of(
            "strace",
            "-f",
            "-yy",
            "-s",
            "200000",
            "--seccomp-bpf",
            "-e",
            "trace=write,writev,sendto,sendmsg,sendfile,pwrite64,pwritev,fsync,fdatasync",
            "-o");

    private final Site site = new Site(false);
    private final Plan plan;
    private final Crowd crowd;
    private final List<String> problems = new ArrayList<>();
    private int proven;

    SyncRun(long seed) {
        plan = Plan.make(seed, 0, 6, List.of());
        crowd = Crowd.of(site, plan, PAUSE_MS, Crowd.PATIENCE_SECONDS);
    }

    /** Whether this machine lets one process watch another. */
    static boolean isPermitted() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    List<String> problems() {
        return problems;
    }

    String figures() {
        return proven + " messages: each was in the journal and synced before it went out over any socket";
    }

    void run(Function<Path, ServerLauncher> launcher, Path folder, long talkMs)
            throws InterruptedException, IOException {
        Path trace = folder.resolveSibling("trace");
        List<String> strace = new ArrayList<>(STRACE);
        strace.add(trace.toString());
        site.up(launcher.apply(folder)
                .under(strace)
                .setting("TCP_TLS", "false")
                .setting("LEGACY_ENABLED", "true")
                .setting("LEGACY_PORT", "0")
                .setting("USERS_REGISTRATION", "open")
                .start());
        try {
            crowd.start();
            Thread.sleep(talkMs);
            problems.addAll(crowd.settle());
            crowd.end();
        } finally {
            site.server().kill();
        }
        try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
            SyncTrace.Verdict verdict = SyncTrace.read(lines);
            proven = verdict.proven();
            problems.addAll(verdict.problems());
        }
        Files.delete(trace);
        long acknowledged = site.recorder.history().acks().stream()
                .filter(ack -> !ack.label().endsWith(".bin"))
                .map(History.Ack::label)
                .distinct()
                .count();
        if (problems.isEmpty() && proven < acknowledged) {
            problems.add("only " + proven + " of " + acknowledged + " acknowledgements are in the trace");
        }
    }
}
