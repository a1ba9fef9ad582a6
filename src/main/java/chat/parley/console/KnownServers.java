package chat.parley.console;

import java.io.IOException;
import java.util.function.Consumer;

/** Trust on first use: the certificate that a server showed first is the one it has to show ever after. */
public final class KnownServers {
    private static final String FILE = "known_servers";

    private final ConfigFolder folder;
    private final Consumer<String> announce;

    /** @param announce is told, as a sentence, about each server that is met for the first time */
    public KnownServers(ConfigFolder folder, Consumer<String> announce) {
        this.folder = folder;
        this.announce = announce;
    }

    /** Remembers a new server's fingerprint; refuses a known server with another one. */
    void check(Address address, String fingerprint) throws IOException {
        String known = folder.read(FILE);
        for (String line : known.lines().toList()) {
            if (line.startsWith(address + " ")) {
                String remembered = line.substring(line.indexOf(' ')).strip();
                if (!remembered.equals(fingerprint)) {
                    throw new UntrustedException(refusal(address, remembered, fingerprint));
                }
                return;
            }
        }
        String begun = known.isEmpty() || known.endsWith("\n") ? known : known + "\n";
        folder.write(FILE, begun + address + " " + fingerprint + "\n");
        announce.accept("First contact with " + address + ". Its certificate is remembered (SHA-256):\n"
                + twoLines(fingerprint) + "\n"
                + "Compare this with what the server printed at its start.");
    }

    /** Half a fingerprint has 47 columns, a whole one 95: too many for most terminals. */
    private static String twoLines(String fingerprint) {
        int half = fingerprint.length() / 2 + 1;
        return "  " + fingerprint.substring(0, half) + "\n  " + fingerprint.substring(half);
    }

    private String refusal(Address address, String known, String shown) {
        return "REFUSED: " + address + " shows another certificate than before. Nothing was sent to it.\n"
                + "Somebody may be in between, or its operator gave it a new one. Ask the operator for its fingerprint.\n"
                + "Remembered:\n" + twoLines(known) + "\n"
                + "Shown now:\n" + twoLines(shown) + "\n"
                + "If the new one is right, delete the line of " + address + " in "
                + folder.path().resolve(FILE) + ".";
    }
}
