package chat.parley.check;

import static org.assertj.core.api.Assertions.assertThat;

import chat.parley.support.PlainFernet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Traces by hand, as strace prints them. */
class SyncTraceTest {
    private static final String ID = "01K7B3V5W2N8D4H6J9P0QRSTXY";
    private static final String WRITE = "11 pwrite64(33</data/journal.db-wal>, \"\\0\\1" + ID
            + "{\\\"text\\\":\\\"leo.1-2 \\302\\247\\\"}\", 4096, 56) = 4096\n";
    private static final String SYNC = "11 fdatasync(33</data/journal.db-wal>) = 0\n";
    private static final String ACK = "12 write(40<TCP:[127.0.0.1:1->127.0.0.1:2]>, "
            + "\"\\201\\3{\\\"id\\\":5,\\\"result\\\":{\\\"room\\\":\\\"0l\\\",\\\"id\\\":\\\"" + ID
            + "\\\",\\\"seq\\\":41}}\", 90) = 90\n";

    private static SyncTrace.Verdict read(String trace) throws IOException {
        return SyncTrace.read(new BufferedReader(new StringReader(trace)));
    }

    @Test
    void read_writtenSyncedSent_isProven() throws IOException {
        assertThat(read(WRITE + SYNC + ACK)).isEqualTo(new SyncTrace.Verdict(1, java.util.List.of()));
    }

    @Test
    void read_sentBeforeTheSyncReturned_isNot() throws IOException {
        String begun = "11 fdatasync(33</data/journal.db-wal> <unfinished ...>\n";
        String done = "11 <... fdatasync resumed>) = 0\n";
        assertThat(read(WRITE + begun + done + ACK).problems()).isEmpty();
        assertThat(read(WRITE + begun + ACK + done).problems()).hasSize(1);
    }

    @Test
    void read_sentWithoutASync_isNot() throws IOException {
        assertThat(read(WRITE + ACK).problems()).hasSize(1);
    }

    @Test
    void read_syncedBeforeItWasWritten_isNot() throws IOException {
        assertThat(read(SYNC + WRITE + ACK).problems()).hasSize(1);
        assertThat(read(SYNC + ACK + WRITE).problems()).hasSize(1);
    }

    @Test
    void read_syncThatFailed_isNot() throws IOException {
        String failed = "11 fdatasync(33</data/journal.db-wal>) = -1 EIO (Input/output error)\n";
        assertThat(read(WRITE + failed + ACK).problems()).hasSize(1);
    }

    @Test
    void read_syncOfAnotherFile_isNot() throws IOException {
        String other = "11 fdatasync(34</data/users.db-wal>) = 0\n";
        assertThat(read(WRITE + other + ACK).problems()).hasSize(1);
    }

    @Test
    void read_legacyEcho_isKnownByItsText() throws IOException {
        byte[] token = new PlainFernet(PlainFernet.KEY)
                .encrypt(
                        "{\"type\":\"public\",\"sender\":\"leo\",\"timestamp\":\"12:00:00\",\"message\":\"leo.1-2 \\u00a7\"}"
                                .getBytes(StandardCharsets.UTF_8));
        String echo = "12 writev(41<TCP:[127.0.0.1:1->127.0.0.1:2]>, [{iov_base=\"\\0\\0\\0\\344"
                + new String(token, StandardCharsets.US_ASCII) + "\", iov_len=232}], 1) = 232\n";
        assertThat(read(WRITE + SYNC + echo)).isEqualTo(new SyncTrace.Verdict(1, java.util.List.of()));
        assertThat(read(WRITE + echo + SYNC).problems()).hasSize(1);
    }
}
