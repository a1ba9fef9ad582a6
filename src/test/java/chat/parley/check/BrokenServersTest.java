package chat.parley.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The checker catches every server that is broken on purpose, by the property that it breaks, and blames no good one. */
class BrokenServersTest {
    private static final long SEED = 1;
    private static final long SECONDS = 4;
    private static final int CLIENTS = 6;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void check_brokenServer_isCaught(Broken broken) throws Exception {
        PrintStream quiet = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Plan plan = Plan.make(SEED, SECONDS, CLIENTS, broken.faults());
        Check check = new Check(plan, broken.faults(), broken.launcher(), folder, broken, quiet);
        boolean good = check.run();
        if (broken == Broken.NONE) {
            assertThat(check.report().lines()).noneMatch(line -> line.startsWith("FAIL"));
        } else {
            assertThat(check.findings()).extracting(Finding::property).contains(broken.caughtBy());
            assertThat(good).isFalse();
        }
    }
}
