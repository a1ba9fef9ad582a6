package chat.parley;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class FreeMemoryTest {
    @Test
    void giveBack_ofThisJvm_setsEveryOption() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

        FreeMemory.giveBack();

        assertThat(jvm.getVMOption("G1PeriodicGCInterval").getValue()).isEqualTo("60000");
        assertThat(jvm.getVMOption("MinHeapFreeRatio").getValue()).isEqualTo("10");
        assertThat(jvm.getVMOption("MaxHeapFreeRatio").getValue()).isEqualTo("20");
    }
}
