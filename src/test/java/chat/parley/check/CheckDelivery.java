package chat.parley.check;

import chat.parley.support.ServerLauncher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scripts/check-delivery}: says what it did and with which seed, and what holds. */
@Command(
        name = "check-delivery",
        mixinStandardHelpOptions = true,
        description = "Proves from the records of many clients that the server keeps its promise of delivery.")
public final class CheckDelivery implements Callable<Integer> {
    private static final long BROKEN_SECONDS = 4;

    @Option(names = "--seconds", paramLabel = "N", description = "How long the clients talk (default: 60).")
    private @Nullable Long seconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "The same seed makes the same plan (default: by the time).")
    private long seed = System.currentTimeMillis() % 1_000_000;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "12",
            description = "How many, a third at each door (default: 12).")
    private int clients;

    @Option(
            names = "--fault",
            paramLabel = "NAME",
            description = "Only this fault, may be repeated: ${COMPLETION-CANDIDATES} (default: all).")
    private List<Fault> faults = List.of(Fault.values());

    @Option(
            names = "--broken",
            paramLabel = "NAME",
            converter = BrokenName.class,
            description =
                    "Checks a server that is broken on purpose, and has to fail: early-ack, forgetful, still-here,"
                            + " heir, still-in, undead, skipping.")
    private Broken broken = Broken.NONE;

    @Option(names = "--jar", hidden = true)
    private @Nullable Path jar;

    @Option(names = "--work", hidden = true)
    private @Nullable Path work;

    static final class BrokenName implements CommandLine.ITypeConverter<Broken> {
        @Override
        public Broken convert(String value) {
            return Arrays.stream(Broken.values())
                    .filter(each -> each.option().equals(value))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.TypeConversionException("There is no broken server '" + value
                            + "', but "
                            + Arrays.stream(Broken.values()).map(Broken::option).collect(Collectors.joining(", "))));
        }
    }

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CheckDelivery())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path folder = work == null ? Files.createTempDirectory("parley-check") : work;
        Set<Fault> wanted = faults.isEmpty() ? EnumSet.allOf(Fault.class) : EnumSet.copyOf(faults);
        if (broken != Broken.NONE && faults.size() == Fault.values().length) {
            wanted = broken.faults();
        }
        long length = seconds != null ? seconds : broken == Broken.NONE ? 60 : BROKEN_SECONDS;
        Check check =
                new Check(Plan.make(seed, length, clients, wanted), wanted, launcher(), folder, broken, System.out);
        boolean good = check.run();
        return good ? 0 : 1;
    }

    private Function<Path, ServerLauncher> launcher() throws IOException {
        if (broken != Broken.NONE) {
            return broken.launcher();
        }
        Path packed = jar;
        return packed == null ? ServerLauncher::new : data -> new ServerLauncher(data).jar(packed);
    }
}
