package chat.parley.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Set<Fault> ALL = EnumSet.allOf(Fault.class);

    @Test
    void make_sameSeed_samePlan() {
        assertThat(Plan.make(7, 60, 12, ALL)).isEqualTo(Plan.make(7, 60, 12, ALL));
        assertThat(Plan.make(7, 60, 12, ALL)).isNotEqualTo(Plan.make(8, 60, 12, ALL));
    }

    @Test
    void make_oneMinute_hasEveryFaultThatIsAStep() {
        for (long seed = 0; seed < 100; seed++) {
            assertThat(Plan.make(seed, 60, 12, ALL).steps())
                    .extracting(Step::fault)
                    .contains(Fault.KILL, Fault.STOP, Fault.CUT, Fault.CLOCK, Fault.LEAVE, Fault.KICK, Fault.REVOKE)
                    .allMatch(Fault::isStep);
        }
    }

    @Test
    void make_fewSeconds_stillHasEveryFaultOnceAndInTime() {
        Plan plan = Plan.make(1, 6, 6, ALL);
        assertThat(plan.steps()).extracting(Step::fault).doesNotHaveDuplicates().hasSize(7);
        assertThat(plan.steps()).allMatch(step -> step.atMillis() < 6_000);
    }

    @Test
    void make_clients_aThirdAtEachDoor() {
        Plan plan = Plan.make(1, 6, 9, ALL);
        assertThat(plan.guests()).hasSize(6).contains("web-1", "native-3");
        assertThat(plan.legacy()).containsExactly("legacy-1", "legacy-2", "legacy-3");
    }

    @Test
    void make_removals_areOfDifferentPeopleInEachWay() {
        Plan plan = Plan.make(1, 60, 12, ALL);
        assertThat(plan.accounts()).containsExactly("web-2", "native-2", "web-4", "native-4");
        assertThat(plan.steps()).filteredOn(step -> step.fault() == Fault.KICK).allSatisfy(step -> {
            assertThat(step.clients()).doesNotHaveDuplicates().hasSize(3).isSubsetOf(plan.guests());
            assertThat(step.ways()).containsExactlyInAnyOrder("kick", "ban", "leave");
        });
        assertThat(plan.steps())
                .filteredOn(step -> step.fault() == Fault.REVOKE)
                .allSatisfy(step -> {
                    assertThat(step.clients())
                            .doesNotHaveDuplicates()
                            .hasSize(3)
                            .isSubsetOf(plan.accounts());
                    assertThat(step.ways()).containsExactlyInAnyOrder("revoke", "password", "deactivate");
                });
    }

    @Test
    void make_twoPeople_oneHasAnAccount() {
        assertThat(Plan.make(1, 6, 2, ALL).accounts()).containsExactly("native-1");
    }

    @Test
    void label_ofATextThatWasChanged_isNobodys() {
        String text = Text.of("web-1-17", 500);
        assertThat(Text.label(text)).isEqualTo("web-1-17");
        assertThat(Text.label(text.substring(0, 300))).startsWith("(broken)");
        assertThat(Text.label(text.replace("🚀", "?"))).startsWith("(broken)");
    }
}
