package chat.parley;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line: one jar, and what it can do. */
@Command(
        name = "parley",
        description = "A chat service for a class, a club, a company or a family.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Numbered.class,
        subcommands = {
            ServeCommand.class,
            ConfigCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            CaCommand.class,
            UserCommand.class,
            FilesCommand.class,
            ConsoleCommand.class,
            SendCommand.class,
            TailCommand.class
        })
public final class Main implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Tells the version of the jar. */
    static final class Numbered implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.NAME};
        }
    }

    public static void main(String[] arguments) {
        int status = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
