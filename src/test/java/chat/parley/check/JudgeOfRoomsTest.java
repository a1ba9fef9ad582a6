package chat.parley.check;

import static chat.parley.check.History.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.check.History.Entry;
import chat.parley.check.History.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judge on histories of private rooms, whose members come and go, and of sessions that are ended. */
class JudgeOfRoomsTest {
    private static final String ANN = "id-of-ann";
    private static final String BOB = "id-of-bob";
    private static final String ROOM = "private-room";

    private final Recorder recorder = new Recorder();
    private final Recorder.OpenStream audit = recorder.audit(ANN, ROOM);
    private final Recorder.OpenStream lobby = recorder.audit(ANN, LOBBY);
    private final List<Entry> journal = new ArrayList<>();

    @BeforeEach
    void twoPeople() {
        recorder.user(ANN, "ann");
        recorder.user(BOB, "bob");
        recorder.member(ANN, LOBBY, 1, History.FOREVER);
        recorder.member(BOB, LOBBY, 1, History.FOREVER);
    }

    /** Ann's room, with a word of hers at 2, 4, 6, 8, 10; bob is there from 3 to 7, and again from 9. */
    private void room(boolean sinceJoined) {
        recorder.room(ROOM, "circle", sinceJoined);
        move(ANN, "created");
        said();
        move(BOB, "joined");
        said();
        move(BOB, "unbanned");
        said();
        move(BOB, "kicked");
        said();
        move(BOB, "joined");
        said();
        journal.forEach(audit::received);
    }

    /** One word more of Ann's, when the room has been read. */
    private Entry saidLate() {
        said();
        Entry late = journal.get(journal.size() - 1);
        audit.received(late);
        return late;
    }

    private void move(String user, String change) {
        long seq = journal.size() + 1L;
        journal.add(new Entry(seq, ANN, "(" + change + ")", 1_000 + seq, new Move(user, change)));
    }

    private void said() {
        long seq = journal.size() + 1L;
        recorder.sending(ANN, ROOM, "a" + seq, false);
        recorder.acknowledged("a" + seq, ROOM, seq);
        journal.add(new Entry(seq, ANN, "a" + seq, 1_000 + seq));
    }

    private Recorder.OpenStream bobReads(long after, int first, int last) {
        Recorder.OpenStream stream = recorder.open(BOB, ROOM, after);
        journal.subList(first - 1, last).forEach(stream::received);
        return stream;
    }

    private Set<Property> broken() {
        return Judge.judge(recorder.history()).stream().map(Finding::property).collect(Collectors.toSet());
    }

    @Test
    void judge_readWhileAMember_findsNothing() {
        room(true);
        bobReads(2, 3, 7);
        bobReads(8, 9, 10).completeTo(10);
        assertThat(Judge.judge(recorder.history())).isEmpty();
    }

    @Test
    void judge_resumedAfterComingBack_goesOnThereWhereHistoryIsSinceJoined() {
        room(true);
        bobReads(5, 9, 10).startsAfter(8);
        assertThat(Judge.judge(recorder.history())).isEmpty();
        bobReads(5, 10, 10).startsAfter(9);
        assertThat(broken()).containsExactly(Property.KEPT);
    }

    @Test
    void judge_sawWhatWasSaidBeforeJoining_isAllowedWhereHistoryIsForMembers() {
        room(false);
        bobReads(0, 1, 10);
        assertThat(broken()).isEmpty();
    }

    @Test
    void judge_sawWhatWasSaidBeforeJoining_isNotAllowedWhereHistoryIsSinceJoined() {
        room(true);
        bobReads(1, 2, 3);
        assertThat(Judge.judge(recorder.history()))
                .containsExactly(new Finding(
                        Property.ALLOWED, "bob saw a2 (circle 2), which was for the members of circle at that time"));
    }

    @Test
    void judge_sawWhatWasSaidAfterTheKick_isNotAllowed() {
        room(true);
        bobReads(6, 7, 8);
        assertThat(broken()).containsExactly(Property.ALLOWED);
    }

    @Test
    void judge_sawWhoCameBeforeJoining_isNotAllowed() {
        room(true);
        bobReads(0, 1, 1);
        assertThat(broken()).containsExactly(Property.ALLOWED);
    }

    @Test
    void judge_sawDuringAnAbsenceWhatMembersMayReadLater_isNotAllowed() {
        room(false);
        Recorder.OpenAbsence absence = recorder.absent(BOB, ROOM);
        Entry late = saidLate();
        Recorder.OpenStream stream = bobReads(9, 10, 10);
        assertThat(broken()).isEmpty();
        stream.received(late);
        absence.over();
        assertThat(broken()).containsExactly(Property.ALLOWED);
    }

    @Test
    void judge_receivedAfterTheAbsence_findsNothing() {
        room(false);
        Recorder.OpenAbsence absence = recorder.absent(BOB, ROOM);
        Entry late = saidLate();
        absence.over();
        bobReads(9, 10, 10).received(late);
        assertThat(broken()).isEmpty();
    }

    @Test
    void judge_upToDateAndNotGivenTheLastBeforeTheKick_isNotKept() {
        room(true);
        Recorder.OpenStream whole = bobReads(2, 3, 6);
        whole.upToDate();
        whole.removed();
        assertThat(broken()).isEmpty();
        Recorder.OpenStream short2 = bobReads(2, 3, 5);
        short2.removed();
        assertThat(broken()).isEmpty();
        short2.upToDate();
        short2.removed();
        assertThat(Judge.judge(recorder.history()))
                .containsExactly(new Finding(
                        Property.KEPT,
                        "bob never received circle 6 to 6, which were before the end of the membership, 7"));
    }

    @Test
    void judge_strangerLearnedOfARoom_isNotAllowed() {
        room(true);
        recorder.trespass(BOB, ROOM, "rooms.find speaks of it");
        assertThat(Judge.judge(recorder.history()))
                .containsExactly(new Finding(Property.ALLOWED, "bob, who was not in circle: rooms.find speaks of it"));
    }

    private Recorder.OpenEnding ended() {
        recorder.open(BOB, "bobs-session", LOBBY, 0L);
        return recorder.ended("bobs-session", BOB, "its session was revoked");
    }

    private Entry inLobby(int seq) {
        return new Entry(seq, ANN, "l" + seq, 1_000 + seq);
    }

    private void saidInLobby(int seq) {
        recorder.sending(ANN, LOBBY, "l" + seq, false);
        recorder.acknowledged("l" + seq, LOBBY, seq);
        lobby.received(inLobby(seq));
    }

    @Test
    void judge_sessionEndedAndClosed_findsNothing() {
        ended().closed();
        assertThat(broken()).isEmpty();
    }

    @Test
    void judge_sessionEndedAndStayedConnected_isNotEnded() {
        ended();
        assertThat(Judge.judge(recorder.history()))
                .containsExactly(new Finding(Property.ENDED, "bob stayed connected after its session was revoked"));
    }

    @Test
    void judge_letInByAVoidToken_isNotEnded() {
        Recorder.OpenEnding ending = ended();
        ending.closed();
        ending.letIn();
        assertThat(broken()).containsExactly(Property.ENDED);
    }

    @Test
    void judge_receivedWhatWasSentAfterTheEnd_isNotEnded() {
        Recorder.OpenStream stream = recorder.open(BOB, "bobs-session", LOBBY, 0L);
        saidInLobby(1);
        ended().closed();
        stream.received(inLobby(1));
        assertThat(broken()).isEmpty();
        saidInLobby(2);
        stream.received(inLobby(2));
        assertThat(broken()).containsExactly(Property.ENDED);
    }
}
