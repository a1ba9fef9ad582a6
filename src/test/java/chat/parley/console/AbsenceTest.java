package chat.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AbsenceTest {
    private final BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();

    @Test
    void typed_nothingForAWhile_isAwayUntilTheNextKey() throws InterruptedException {
        Absence absence = new Absence(Duration.ofMillis(20), told::add);
        assertThat(told.poll(20, TimeUnit.SECONDS)).isTrue();
        absence.connected();
        assertThat(told.poll()).as("told to the server of a new connection").isTrue();
        absence.typed();
        assertThat(told.poll()).isFalse();
        assertThat(told.poll(20, TimeUnit.SECONDS)).as("away again").isTrue();
    }

    @Test
    void connected_whileSomebodyIsHere_tellsNothing() {
        Absence absence = new Absence(Duration.ofHours(1), told::add);
        absence.typed();
        absence.connected();
        assertThat(told).isEmpty();
    }
}
