package chat.parley.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files up and down, against a whole server. */
@Timeout(60)
class TransfersTest {
    @TempDir
    private Path home;

    @Test
    void file_upAndDown_isTheSameAndOverwritesNothing() throws Exception {
        Recorder heard = new Recorder();
        try (TestServer server = TestServer.start();
                Client ann = Recorder.client(server, new ConfigFolder(home.resolve("c")), "ann", heard)) {
            ann.start();
            Welcome welcome = Recorder.take(heard.welcomes);
            AtomicInteger redraws = new AtomicInteger();
            Transfers transfers = new Transfers(ann, redraws::incrementAndGet);
            byte[] content = new byte[3_000_000];
            new Random(1).nextBytes(content);
            Path file = Files.write(home.resolve("plan.pdf"), content);
            String id = Recorder.get(transfers.upload(file, welcome));
            Recorder.get(ann.send(WebProbe.LOBBY, "", List.of(id)).stored());
            Said.Attachment attached = Recorder.take(heard.entries).files().get(0);
            assertThat(attached).isEqualTo(new Said.Attachment(id, "plan.pdf", content.length));

            Path saved = Recorder.get(transfers.download(attached, home.toString(), welcome));
            assertThat(saved).isEqualTo(home.resolve("plan (2).pdf")).hasBinaryContent(content);
            assertThatThrownBy(() -> transfers
                            .download(attached, file.toString(), welcome)
                            .get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("exists already");
            assertThat(redraws).hasPositiveValue();
            assertThat(transfers.bars(80)).isEmpty();
            try (var left = Files.list(home)) {
                assertThat(left.map(Path::getFileName).map(Path::toString))
                        .containsExactlyInAnyOrder("c", "plan.pdf", "plan (2).pdf");
            }
        }
    }

    @Test
    void filesUrl_inTheClearAndFarAway_isRefused() {
        assertThatThrownBy(() -> new FilesClient("http://chat.example.org", "t"))
                .isInstanceOf(CallException.class);
        assertThatThrownBy(() -> new FilesClient("http://localhost.example.org", "t"))
                .isInstanceOf(CallException.class);
    }
}
