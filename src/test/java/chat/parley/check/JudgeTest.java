package chat.parley.check;

import static chat.parley.check.History.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.check.History.Entry;
import chat.parley.check.History.Heard;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judge on histories made by hand: one in which all is well, and one for each way in which it is not. */
class JudgeTest {
    private static final String ANN = "id-of-ann";
    private static final String BOB = "id-of-bob";
    private static final String LEO = "leo.1";
    private static final String LEO_ID = "id-of-leo";
    private static final String DIRECT = "room-of-ann-and-bob";

    private final Recorder recorder = new Recorder();

    @BeforeEach
    void threePeople() {
        recorder.user(ANN, "ann");
        recorder.user(BOB, "bob");
        recorder.member(ANN, LOBBY, 1, History.FOREVER);
        recorder.member(BOB, LOBBY, 1, History.FOREVER);
        recorder.member(ANN, DIRECT, 1, History.FOREVER);
        recorder.member(BOB, DIRECT, 1, History.FOREVER);
    }

    /** Sends and acknowledges a1 to a(count) of ann in a room. */
    private void said(String room, int count) {
        for (int i = 1; i <= count; i++) {
            recorder.sending(ANN, room, label(room, i), false);
            recorder.acknowledged(label(room, i), room, i);
        }
    }

    private static String label(String room, int number) {
        return (room.equals(LOBBY) ? "a" : "d") + number;
    }

    private static Entry entry(long seq, String label) {
        return new Entry(seq, ANN, label, 1_000 + seq);
    }

    private Recorder.OpenStream stream(String reader, String room, long after, int... numbers) {
        Recorder.OpenStream stream = recorder.open(reader, room, after);
        for (int number : numbers) {
            stream.received(entry(number, label(room, number)));
        }
        return stream;
    }

    private void audit(String room, int... numbers) {
        Recorder.OpenStream audit = recorder.audit(ANN, room);
        for (int number : numbers) {
            audit.received(entry(number, label(room, number)));
        }
    }

    private Set<Property> broken() {
        return Judge.judge(recorder.history()).stream().map(Finding::property).collect(Collectors.toSet());
    }

    @Test
    void judge_everythingArrived_findsNothing() {
        said(LOBBY, 4);
        said(DIRECT, 2);
        stream(BOB, LOBBY, 0, 1, 2);
        stream(BOB, LOBBY, 2, 3, 4).completeTo(4);
        stream(BOB, DIRECT, 0, 1, 2).completeTo(2);
        audit(LOBBY, 1, 2, 3, 4);
        audit(DIRECT, 1, 2);
        assertThat(Judge.judge(recorder.history())).isEmpty();
    }

    @Test
    void judge_acknowledgedIsNotOnDisk_isNotKept() {
        said(LOBBY, 3);
        audit(LOBBY, 1, 2);
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    @Test
    void judge_numberBelongsToAnotherMessage_isNotKept() {
        said(LOBBY, 1);
        recorder.sending(ANN, LOBBY, "other", false);
        recorder.audit(ANN, LOBBY).received(entry(1, "other"));
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    @Test
    void judge_holeInAStream_isNotKept() {
        said(LOBBY, 3);
        stream(BOB, LOBBY, 0, 1, 3);
        audit(LOBBY, 1, 2, 3);
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    @Test
    void judge_endIsMissingThoughThereWasTime_isNotKept() {
        said(LOBBY, 3);
        stream(BOB, LOBBY, 0, 1, 2).completeTo(3);
        audit(LOBBY, 1, 2, 3);
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    @Test
    void judge_connectionWasCutBeforeTheEnd_findsNothing() {
        said(LOBBY, 3);
        stream(BOB, LOBBY, 0, 1, 2);
        audit(LOBBY, 1, 2, 3);
        assertThat(broken()).isEmpty();
    }

    @Test
    void judge_resumedBehindWhatWasSeen_isNotKept() {
        said(LOBBY, 2);
        stream(BOB, LOBBY, 2).startsAfter(1);
        audit(LOBBY, 1, 2);
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    @Test
    void judge_storedTwice_isNotOnce() {
        said(LOBBY, 1);
        audit(LOBBY, 1);
        recorder.audit(BOB, LOBBY).received(entry(2, "a1"));
        assertThat(broken()).contains(Property.ONCE);
    }

    @Test
    void judge_acknowledgedUnderTwoNumbers_isNotOnce() {
        said(LOBBY, 2);
        recorder.acknowledged("a1", LOBBY, 2);
        audit(LOBBY, 1, 2);
        assertThat(broken()).contains(Property.ONCE);
    }

    @Test
    void judge_acknowledgedAgainUnderTheSameNumber_findsNothing() {
        said(LOBBY, 2);
        recorder.acknowledged("a1", LOBBY, 1);
        audit(LOBBY, 1, 2);
        assertThat(broken()).isEmpty();
    }

    @Test
    void judge_deliveredTwice_isNotOnce() {
        said(LOBBY, 2);
        stream(BOB, LOBBY, 0, 1, 1, 2);
        audit(LOBBY, 1, 2);
        assertThat(broken()).containsExactly(Property.ONCE);
    }

    @Test
    void judge_twoReadersTwoOrders_isNotOneOrder() {
        said(LOBBY, 2);
        audit(LOBBY, 1, 2);
        Recorder.OpenStream stream = recorder.open(BOB, LOBBY, 0L);
        stream.received(entry(1, "a2"));
        stream.received(entry(2, "a1"));
        assertThat(broken()).containsExactly(Property.ORDER);
    }

    @Test
    void judge_strangerSawAConversation_isNotAllowed() {
        said(DIRECT, 1);
        audit(DIRECT, 1);
        stream("id-of-another-bob", DIRECT, 0, 1);
        assertThat(broken()).containsExactly(Property.ALLOWED);
    }

    @Test
    void judge_sawWhatCameAfterLeaving_isNotAllowed() {
        said(LOBBY, 3);
        audit(LOBBY, 1, 2, 3);
        recorder.left(BOB, LOBBY, 2);
        stream(BOB, LOBBY, 0, 1, 2);
        assertThat(broken()).isEmpty();
        stream(BOB, LOBBY, 2, 3);
        assertThat(broken()).containsExactly(Property.ALLOWED);
    }

    @Test
    void judge_sawWhatCameBeforeJoining_isNotAllowed() {
        said(DIRECT, 2);
        audit(DIRECT, 1, 2);
        recorder.member("id-of-eve", DIRECT, 2, History.FOREVER);
        stream("id-of-eve", DIRECT, 1, 2);
        assertThat(broken()).isEmpty();
        stream("id-of-eve", DIRECT, 0, 1);
        assertThat(broken()).containsExactly(Property.ALLOWED);
    }

    @Test
    void judge_strangerWasToldOfARoom_isNotAllowed() {
        recorder.listed(BOB, DIRECT);
        assertThat(broken()).isEmpty();
        recorder.listed("id-of-another-bob", DIRECT);
        assertThat(broken()).containsExactly(Property.ALLOWED);
    }

    @Test
    void judge_refusedAndYetStored_isNotGenuine() {
        said(LOBBY, 1);
        recorder.refused("a1");
        audit(LOBBY, 1);
        assertThat(broken()).containsExactly(Property.GENUINE);
    }

    @Test
    void judge_nobodySentIt_isNotGenuine() {
        audit(LOBBY, 1);
        assertThat(broken()).containsExactly(Property.GENUINE);
    }

    @Test
    void judge_underAnothersName_isNotGenuine() {
        said(LOBBY, 1);
        recorder.audit(ANN, LOBBY).received(new Entry(1, BOB, "a1", 1_001));
        assertThat(broken()).containsExactly(Property.GENUINE);
    }

    @Test
    void judge_fileCouldNotBeReadBack_isNotKept() {
        recorder.file(ANN, "report.pdf", false);
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    private Recorder.OpenLegacyStream leo(String... labels) {
        recorder.user(LEO, "leo");
        recorder.member(LEO, LOBBY, 1, History.FOREVER);
        Recorder.OpenLegacyStream stream = recorder.openLegacy(LEO);
        for (String label : labels) {
            stream.heard(new Heard("ann", label, false));
        }
        return stream;
    }

    @Test
    void judge_legacyHeardWhatWasSaidWhileItWasThere_findsNothing() {
        said(LOBBY, 4);
        leo("a2", "a3");
        leo("a3", "a4").complete();
        audit(LOBBY, 1, 2, 3, 4);
        assertThat(Judge.judge(recorder.history())).isEmpty();
    }

    @Test
    void judge_legacyMissedOneInBetween_isNotKept() {
        said(LOBBY, 4);
        leo("a2", "a4");
        audit(LOBBY, 1, 2, 3, 4);
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    @Test
    void judge_legacyMissedTheFirstAfterItCame_isNotKept() {
        Recorder.OpenLegacyStream stream = leo();
        said(LOBBY, 3);
        stream.heard(new Heard("ann", "a2", false));
        stream.heard(new Heard("ann", "a3", false));
        audit(LOBBY, 1, 2, 3);
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    @Test
    void judge_legacyMissedTheEnd_isNotKept() {
        said(LOBBY, 3);
        leo("a1", "a2").complete();
        audit(LOBBY, 1, 2, 3);
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    @Test
    void judge_legacyInAnotherOrder_isNotOneOrder() {
        said(LOBBY, 3);
        leo("a1", "a3", "a2");
        audit(LOBBY, 1, 2, 3);
        assertThat(broken()).containsExactly(Property.ORDER);
    }

    @Test
    void judge_legacyTwice_isNotOnce() {
        said(LOBBY, 2);
        leo("a1", "a1", "a2");
        audit(LOBBY, 1, 2);
        assertThat(broken()).containsExactly(Property.ONCE);
    }

    @Test
    void judge_legacyEchoIsAnAcknowledgement() {
        recorder.sending(LEO, LOBBY, "l1", false);
        leo();
        recorder.acknowledged("l1", LOBBY, History.UNKNOWN);
        assertThat(broken()).containsExactly(Property.KEPT);
        recorder.audit(ANN, LOBBY).received(new Entry(1, LEO_ID, "l1", 1_001));
        assertThat(broken()).isEmpty();
    }

    @Test
    void judge_legacyHeardAConversationOfOthers_isNotAllowed() {
        said(DIRECT, 1);
        audit(DIRECT, 1);
        leo().heard(new Heard("ann", "d1", true));
        assertThat(broken()).contains(Property.ALLOWED);
    }

    @Test
    void judge_legacyConversation_isKnownByItsUsersId() {
        String room = "room-of-ann-and-leo";
        recorder.member(ANN, room, 1, History.FOREVER);
        recorder.member(LEO_ID, room, 1, History.FOREVER);
        Recorder.OpenLegacyStream stream = leo();
        recorder.sending(LEO, LOBBY, "l1", false);
        stream.heard(new Heard("leo", "l1", false));
        recorder.audit(ANN, LOBBY).received(new Entry(1, LEO_ID, "l1", 1_001));
        said(room, 2);
        audit(room, 1, 2);
        stream.heard(new Heard("ann", "d1", true));
        assertThat(broken()).isEmpty();
        stream.complete();
        assertThat(Judge.judge(recorder.history()))
                .extracting(Finding::sentence)
                .containsExactly("leo.1 never received d2 and 0 more");
    }

    @Test
    void judge_ownFile_isNotAnnouncedToOneself() {
        recorder.sending(LEO, LOBBY, "f1", true);
        leo().complete();
        recorder.audit(ANN, LOBBY).received(new Entry(1, LEO_ID, "f1", 1_001));
        assertThat(broken()).isEmpty();
    }

    @Test
    void judge_sameHistory_sameFindings() {
        said(LOBBY, 3);
        audit(LOBBY, 1);
        List<Finding> first = Judge.judge(recorder.history());
        assertThat(Judge.judge(recorder.history())).isEqualTo(first).hasSize(2);
    }
}
