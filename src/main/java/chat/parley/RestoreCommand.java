package chat.parley;

import chat.parley.storage.Manifest;
import chat.parley.storage.Restore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}: a backup back into the data folder and the file store. */
@Command(
        name = "restore",
        description = "Puts a backup back into the data folder and the file store that the settings name. The server"
                + " has to be stopped.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:restored (or, with --check, sound)",
            "1:not restored, and nothing changed: the message says why",
            "2:the settings are wrong"
        })
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private final ConfigSource source = new ConfigSource();

    @Option(
            names = "--check",
            description = "Reads the backup through and compares it with its manifest; nothing else.")
    private boolean check;

    @Option(
            names = "--overwrite",
            description = "Moves what is in the folders aside, into replaced/ and the time, instead of refusing.")
    private boolean overwrite;

    @Parameters(paramLabel = "BACKUP", description = "What \"parley backup\" wrote: a folder or a zip file.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path backup;

    @Override
    public Integer call() throws InterruptedException {
        return StorageWork.run(source, settings -> {
            Restore restore = new Restore(backup);
            if (check) {
                System.out.println("The backup is sound: " + describe(restore.check()) + ".");
                return;
            }
            Manifest restored = restore.into(settings.data(), settings.files().store(), overwrite, Instant.now());
            System.out.println("Restored into " + settings.data() + ": " + describe(restored)
                    + ". Start the server as always; a backup of an earlier version is upgraded then.");
        });
    }

    private static String describe(Manifest manifest) {
        return manifest.inWords() + ", made " + manifest.created() + " by " + manifest.program();
    }
}
