package chat.parley.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files up and down, against a whole server. */
@Timeout(60)
class TransfersTest {
    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"none", "ca"})
    void file_upAndDown_isTheSameAndOverwritesNothing(String tls) throws Exception {
        Recorder heard = new Recorder();
        try (TestServer server = TestServer.start("web.tls", tls);
                Client ann = Recorder.client(server, new ConfigFolder(home.resolve("c")), "ann", heard)) {
            ann.start();
            Welcome welcome = Recorder.take(heard.welcomes);
            AtomicInteger redraws = new AtomicInteger();
            Transfers transfers = new Transfers(ann, new ConfigFolder(home.resolve("c")), redraws::incrementAndGet);
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
        assertThatThrownBy(() -> new FilesClient("http://chat.example.org", "", "t", memory()))
                .isInstanceOf(CallException.class);
        assertThatThrownBy(() -> new FilesClient("http://localhost.example.org", "", "t", memory()))
                .isInstanceOf(CallException.class);
    }

    private TransferMemory memory() {
        return new TransferMemory(new ConfigFolder(home.resolve("c")));
    }

    /** As it is when the console ended within a transfer: the next one knows where it stands. */
    @Test
    void upload_goneOnWithByAnotherRun_sendsTheRestAlone() throws Exception {
        Recorder heard = new Recorder();
        try (TestServer server = TestServer.start();
                Client ann = Recorder.client(server, new ConfigFolder(home.resolve("c")), "ann", heard)) {
            ann.start();
            Welcome welcome = Recorder.take(heard.welcomes);
            Path file = Files.write(home.resolve("plan.pdf"), content(3_000_000));
            Thread console = Thread.currentThread();
            AtomicBoolean interrupted = new AtomicBoolean(); // once: a second time would hit what comes next
            assertThatThrownBy(() -> files(welcome).upload(file, "application/pdf", new Gate(), done -> {
                        if (done > 1_000_000 && interrupted.compareAndSet(false, true)) {
                            console.interrupt();
                        }
                    }))
                    .isInstanceOf(InterruptedException.class);
            String begun = Files.readString(home.resolve("c/transfers")).strip();
            String id = files(welcome).upload(file, "application/pdf", new Gate(), done -> {});
            assertThat(begun).as("the upload that was begun").endsWith("/files/upload/" + id);
            Path part = Files.createFile(home.resolve("part"));
            Callable<String> link = () -> ann.call("files.link", Json.object().put("file", id))
                    .get()
                    .path("url")
                    .asText();
            // Of the download, too, the first part is there already
            Files.write(part, Arrays.copyOf(content(3_000_000), 1_234_567));
            AtomicLong firstDown = new AtomicLong(-1);
            files(welcome).download(link, part, 3_000_000, new Gate(), done -> firstDown.compareAndSet(-1, done));
            assertThat(firstDown).hasValueGreaterThan(1_234_567);
            assertThat(part).hasBinaryContent(content(3_000_000));
            assertThat(Files.readString(home.resolve("c/transfers")).strip()).isEmpty();
        }
    }

    /** A part that somebody changed, or another file's: the hash tells, and nothing of it is left. */
    @Test
    void download_partIsOfOtherBytes_isRefused() throws Exception {
        Recorder heard = new Recorder();
        try (TestServer server = TestServer.start();
                Client ann = Recorder.client(server, new ConfigFolder(home.resolve("c")), "ann", heard)) {
            ann.start();
            Welcome welcome = Recorder.take(heard.welcomes);
            Path file = Files.write(home.resolve("plan.pdf"), content(300_000));
            String id = files(welcome).upload(file, "application/pdf", new Gate(), done -> {});
            Path part = Files.write(home.resolve("part"), new byte[1000]);
            Callable<String> link = () -> ann.call("files.link", Json.object().put("file", id))
                    .get()
                    .path("url")
                    .asText();
            assertThatThrownBy(() -> files(welcome).download(link, part, 300_000, new Gate(), done -> {}))
                    .hasMessageContaining("not what was sent");
            assertThat(part).doesNotExist();
        }
    }

    @Test
    void transfer_pausedThenResumed_andAnotherCancelled() throws Exception {
        Recorder heard = new Recorder();
        try (TestServer server = TestServer.start();
                Client ann = Recorder.client(server, new ConfigFolder(home.resolve("c")), "ann", heard)) {
            ann.start();
            Welcome welcome = Recorder.take(heard.welcomes);
            Runnable[] redraw = {() -> {}};
            Transfers transfers = new Transfers(ann, new ConfigFolder(home.resolve("c")), () -> redraw[0].run());

            CountDownLatch first = pausedWhenSeen(transfers, redraw);
            CompletableFuture<String> upload = transfers.upload(large(2_000_000), welcome);
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(transfers.bars(80))
                    .singleElement()
                    .asString()
                    .startsWith("1 sending large.bin")
                    .endsWith(", paused");
            assertThat(upload).isNotDone();
            assertThat(transfers.act(Transfers.Action.RESUME, Optional.of(7))).isEqualTo("There is no transfer 7.");
            assertThat(transfers.act(Transfers.Action.RESUME, Optional.of(1))).isEqualTo("sending large.bin: goes on.");
            assertThat(Recorder.get(upload)).hasSize(26);

            CountDownLatch second = pausedWhenSeen(transfers, redraw);
            CompletableFuture<String> cancelled = transfers.upload(large(2_000_001), welcome);
            assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
            transfers.act(Transfers.Action.CANCEL, Optional.empty());
            assertThatThrownBy(() -> cancelled.get(20, TimeUnit.SECONDS)).hasStackTraceContaining("It was cancelled.");
            assertThat(transfers.bars(80)).isEmpty();
            assertThat(transfers.act(Transfers.Action.PAUSE, Optional.empty())).isEqualTo("No file is on its way.");
        }
    }

    /** Paused at the first that is seen of it, so that it cannot be over by then. */
    private static CountDownLatch pausedWhenSeen(Transfers transfers, Runnable[] redraw) {
        CountDownLatch seen = new CountDownLatch(1);
        AtomicBoolean once = new AtomicBoolean();
        redraw[0] = () -> {
            if (!transfers.bars(80).isEmpty() && once.compareAndSet(false, true)) {
                transfers.act(Transfers.Action.PAUSE, Optional.empty());
                seen.countDown();
            }
        };
        return seen;
    }

    private Path large(int length) throws java.io.IOException {
        return Files.write(home.resolve("large.bin"), content(length));
    }

    private FilesClient files(Welcome welcome) throws CallException {
        return new FilesClient(welcome.filesUrl(), welcome.filesAuthority(), welcome.token(), memory());
    }

    private static byte[] content(int length) {
        byte[] content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }
}
