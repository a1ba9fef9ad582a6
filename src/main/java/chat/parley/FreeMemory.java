package chat.parley;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the JVM to give memory back that a quiet server does not need; left alone, it keeps what a busy hour took. Set
 * while running, as a jar cannot carry options; options of the command line come first.
 */
final class FreeMemory {
    private static final Logger log = LoggerFactory.getLogger(FreeMemory.class);

    /** Collect when nothing made that necessary for so many milliseconds; and how much of the heap may then stay free. */
    private static final Map<String, String> OPTIONS =
            Map.of("G1PeriodicGCInterval", "60000", "MinHeapFreeRatio", "10", "MaxHeapFreeRatio", "20");

    private FreeMemory() {}

    static void giveBack() {
        HotSpotDiagnosticMXBean jvm = jvm();
        if (jvm != null) {
            OPTIONS.forEach((option, value) -> set(jvm, option, value));
        }
    }

    private static @Nullable HotSpotDiagnosticMXBean jvm() {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        } catch (IllegalArgumentException e) {
            return null; // another JVM than HotSpot
        }
    }

    private static void set(HotSpotDiagnosticMXBean jvm, String option, String value) {
        try {
            if (jvm.getVMOption(option).getOrigin() == VMOption.Origin.DEFAULT) {
                jvm.setVMOption(option, value);
            }
        } catch (IllegalArgumentException e) {
            log.debug("This JVM does not take {}: {}", option, e.getMessage());
        }
    }
}
