package chat.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.parley.support.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping a whole server. */
class ServerTest {
    @TempDir
    private Path folder;

    @Test
    void start_portTaken_namesDoorAndSetting() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            for (String door : new String[] {"web", "tcp", "legacy"}) {
                assertThatThrownBy(() -> TestServer.over(folder, door + ".port", port))
                        .hasMessageContaining("The door at 127.0.0.1:" + port)
                        .hasMessageContaining(door + ".port")
                        .hasMessageContaining("Address already in use");
            }
        }
    }

    /** Two servers would hand out the same sequence numbers. */
    @Test
    void start_folderInUse_isRefusedUntilTheOtherStopped() {
        try (TestServer first = TestServer.over(folder)) {
            assertThatThrownBy(() -> TestServer.over(folder))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessageContaining("Another Parley is running on the data folder");
            try (var ann = first.guest("ann")) {
                assertThat(ann.userId()).isNotEmpty();
            }
        }
        TestServer.over(folder).close();
    }

    @Test
    void start_journalBroken_namesTheFile() throws IOException {
        Files.writeString(
                folder.resolve("journal.db"), "no database, but long enough to be looked at as one".repeat(40));
        assertThatThrownBy(() -> TestServer.over(folder))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("journal.db")
                .hasMessageContaining("not a database");
    }

    @Test
    void start_folderThatIsAFile_saysWhatToChoose() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> TestServer.over(file))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("it is no folder")
                .hasMessageContaining("--data");
    }

    @Test
    void start_firstTime_keepsFolderAndSecretsToItself() throws IOException {
        Path data = folder.resolve("new/data");
        TestServer.over(data).close();
        assertThat(mode(data)).isEqualTo("rwx------");
        assertThat(mode(data.resolve("token.key"))).isEqualTo("rw-------");
        assertThat(mode(data.resolve("tcp.key"))).isEqualTo("rw-------");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
