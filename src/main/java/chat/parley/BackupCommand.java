package chat.parley;

import chat.parley.storage.Backup;
import chat.parley.storage.Manifest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code backup}: everything, at one moment, while the server runs. */
@Command(
        name = "backup",
        description = "Backs up everything: accounts, messages, files, keys and certificates. The server may run"
                + " meanwhile. Whoever has the backup has all of it: keep it safe.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the backup is there, and was read back and compared",
            "1:there is no backup: the message says why",
            "2:the settings are wrong"
        })
final class BackupCommand implements Callable<Integer> {
    @Mixin
    private final ConfigSource source = new ConfigSource();

    @Parameters(paramLabel = "TARGET", description = "A new folder, or a new zip file when the name ends in .zip.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path target;

    @Override
    public Integer call() throws InterruptedException {
        return StorageWork.run(source, settings -> {
            Manifest made =
                    new Backup(settings.data(), settings.files().store(), Version.NAME).to(target, Instant.now());
            System.out.println("Backed up to " + target + ": " + made.inWords() + ". Read back and compared.");
        });
    }
}
