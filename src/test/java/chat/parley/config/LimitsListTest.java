package chat.parley.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Every key of {@code limits} has a test that runs into it: a new key without one does not pass here. The limits of
 * rooms (members, rooms) are in the tests of rooms, those of files (size, quotas) in the tests of the file store.
 */
class LimitsListTest {
    /** The key, and the test of it. */
    private static final Map<String, String> TESTED = new TreeMap<>(Map.ofEntries(
            Map.entry("connections", "bridge.LimitsTest#connections_moreThanAllowedInAll_areToldTheNumber"),
            Map.entry(
                    "connectionsPerAddress",
                    "bridge.LimitsTest#connectionsPerAddress_httpThatAsksNothing_countsAndIsFreedAgain"),
            Map.entry("loginsPerMinute", "bridge.LimitsTest#loginsPerMinute_failedOnesToo_areRefusedWithTheNumber"),
            Map.entry(
                    "passwordsPerMinute",
                    "bridge.LimitsTest#passwordsPerMinute_wrongOnesForOneName_areRefusedWithTheNumber"),
            Map.entry("accountsPerHour", "bridge.LimitsTest#accountsPerHour_more_areRefusedWithTheNumber"),
            Map.entry(
                    "messagesPerSecond", "bridge.LimitsTest#messagesPerSecond_afterABurstOfTen_isRefusedWithTheNumber"),
            Map.entry(
                    "messagesPerSecondPerAddress",
                    "bridge.LimitsTest#messagesPerSecondPerAddress_overManySessions_areRefusedWithTheNumber"),
            Map.entry("frame", "bridge.TcpDoorTest#frame_overTheLimit_isRefusedWithTheNumber"),
            Map.entry("textLength", "bridge.WebDoorTest#badInput_isAnsweredByNameAndLosesNothing"),
            Map.entry("filesPerMessage", "bridge.LimitsTest#filesPerMessage_more_areRefusedWithTheNumber"),
            Map.entry("historyPage", "bridge.LimitsTest#historyPage_largerOne_isNotGiven"),
            Map.entry("requestsWaiting", "bridge.LimitsTest#requestsWaiting_more_areReadLaterAndAllAnswered"),
            Map.entry("queue", "bridge.LegacyDoorTest#receive_peerThatDoesNotRead_losesNothingAndKeepsNobodyWaiting"),
            Map.entry("loginTime", "bridge.LimitsTest#loginTime_requestThatNeverBecomesWhole_isClosed"),
            Map.entry("idleTime", "bridge.LimitsTest#idleTime_silentClient_isClosedAndOneThatPongsIsNot")));

    @Test
    void limits_eachKey_hasATestThatExists() throws ClassNotFoundException {
        assertThat(TESTED.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Settings.Limits.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        for (String test : TESTED.values()) {
            int hash = test.indexOf('#');
            assertThat(Stream.of(Class.forName("chat.parley." + test.substring(0, hash))
                                    .getDeclaredMethods())
                            .filter(method -> AnnotationSupport.isAnnotated(
                                    method, org.junit.platform.commons.annotation.Testable.class))
                            .map(Method::getName))
                    .contains(test.substring(hash + 1));
        }
    }

    @Test
    void limits_eachKey_isInTheOperationsManual() throws Exception {
        String manual = Files.readString(Path.of("docs", "operations.md"));
        assertThat(TESTED.keySet()).allSatisfy(key -> assertThat(manual).contains("`" + key + "`"));
    }
}
