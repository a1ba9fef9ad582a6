package chat.parley;

import chat.parley.config.Settings;
import chat.parley.crypto.PemPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator has to be told at every start. */
final class Warnings {
    private static final Duration SOON = Duration.ofDays(14);

    private Warnings() {}

    static List<String> of(Settings settings, @Nullable PemPair webCertificate) {
        List<String> warnings = new ArrayList<>();
        if (settings.web().isExposed()) {
            warnings.add("The web door speaks plain HTTP to other machines (web.insecure): everybody on the way can"
                    + " read along, change what is said and take over sessions.");
        }
        if (settings.legacy().enabled()) {
            warnings.add(
                    settings.legacy().hasPublishedKey()
                            ? "The legacy door is open with the published key: anybody who reaches "
                                    + settings.legacy().host() + " can read along there."
                            : "The legacy door is open: the server reads what goes through it, and everybody who has"
                                    + " its key.");
        }
        if (webCertificate != null) {
            Instant end = webCertificate.leaf().getNotAfter().toInstant();
            if (end.isBefore(Instant.now().plus(SOON))) {
                warnings.add("The web door's certificate " + (end.isBefore(Instant.now()) ? "ended on " : "ends on ")
                        + end + ".");
            }
        }
        return warnings;
    }
}
