package chat.parley;

import chat.parley.model.Secret;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where a command gets a password from. Never an argument: everybody on the machine sees those. */
final class PasswordEntry {
    private final InputStream in;
    private final @Nullable Console console;

    PasswordEntry(InputStream in, @Nullable Console console) {
        this.in = in;
        this.console = console;
    }

    /** Of the first line of the file, else typed twice at a terminal, else of the first line of standard input. */
    Secret read(@Nullable Path file) throws IOException {
        if (file != null) {
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                return first(lines, file.toString());
            } catch (IOException e) {
                throw new IOException("The password file " + file + " cannot be read.", e);
            }
        }
        return console != null ? typed(console) : first(reader(in), "Standard input");
    }

    @SuppressWarnings("DefaultCharset") // a console has its own
    private static Secret typed(Console console) throws IOException {
        char[] once = console.readPassword("Password: ");
        char[] again = console.readPassword("Again: ");
        if (once == null || again == null) {
            throw new IOException("There was no password.");
        }
        if (!Arrays.equals(once, again)) {
            throw new IOException("The two are not the same. Nothing was done.");
        }
        return new Secret(new String(once));
    }

    private static BufferedReader reader(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    private static Secret first(BufferedReader lines, String source) throws IOException {
        String line = lines.readLine();
        if (line == null || line.isEmpty()) {
            throw new IOException(source + " has no password in its first line.");
        }
        return new Secret(line);
    }
}
