package chat.parley;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the JVM to give memory back that a quiet server does not need; left alone, it keeps what a busy hour took. Set
 * while running, as a jar cannot carry options; options of the command line come first.
 */
final class FreeMemory {
    private static final Logger log = LoggerFactory.getLogger(FreeMemory.class);

    private record Option(String name, String value) {}

    /**
     * Collect when nothing made that necessary for so many milliseconds; and how much of the heap may then stay free. In
     * this order: the JVM refuses a largest ratio below the smallest.
     */
    private static final List<Option> OPTIONS = List.of(
            new Option("G1PeriodicGCInterval", "60000"),
            new Option("MinHeapFreeRatio", "10"),
            new Option("MaxHeapFreeRatio", "20"));

    private FreeMemory() {}

    static void giveBack() {
        HotSpotDiagnosticMXBean jvm = jvm();
        if (jvm != null) {
            OPTIONS.forEach(option -> set(jvm, option.name(), option.value()));
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
