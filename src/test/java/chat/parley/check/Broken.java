package chat.parley.check;

import chat.parley.support.ServerLauncher;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is wrong with a server that is broken on purpose, what brings it to light, and the property that has to catch it. */
enum Broken {
    NONE("nothing", null, Fault.KILL),
    EARLY_ACK("acknowledges a second before it commits", Property.KEPT, Fault.KILL),
    FORGETFUL("forgets at a restart which ids it has", Property.ONCE, Fault.KILL),
    STILL_HERE("delivers to somebody who left", Property.ALLOWED, Fault.LEAVE),
    HEIR("lets the next of a name read what was for the one before", Property.ALLOWED, Fault.LEAVE),
    STILL_IN("delivers to a kicked member of a private room", Property.ALLOWED, Fault.KICK),
    UNDEAD("keeps a revoked session connected", Property.ENDED, Fault.REVOKE),
    SKIPPING("skips an entry in fan-out", Property.KEPT, Fault.LEAVE);

    private final String sentence;
    private final @Nullable Property caughtBy;
    private final Fault fault;

    Broken(String sentence, @Nullable Property caughtBy, Fault fault) {
        this.sentence = sentence;
        this.caughtBy = caughtBy;
        this.fault = fault;
    }

    String sentence() {
        return sentence;
    }

    @Nullable
    Property caughtBy() {
        return caughtBy;
    }

    Set<Fault> faults() {
        return Set.of(fault);
    }

    /** How long clients of it wait for what may never come. */
    int patienceSeconds() {
        return this == NONE ? 30 : 3;
    }

    /** How such a server is started, with what makes that quick. */
    Function<Path, ServerLauncher> launcher() {
        return data -> new ServerLauncher(data)
                .main(BrokenServer.class, name())
                .option("-XX:TieredStopAtLevel=1")
                .option("-XX:+UseSerialGC");
    }

    /** As it is named on the command line. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
