package chat.parley.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;

/** Somebody at a terminal of 100 columns, with a console that is logged in. */
final class Seat implements AutoCloseable {
    private final PipedOutputStream keys = new PipedOutputStream();
    private final Shown shown = new Shown();
    private final ExternalTerminal terminal;
    private final Console console;
    private final Thread thread;
    private int from;

    /** @param folder what this console remembers */
    Seat(int tcpPort, Path folder, Console.As as) throws IOException {
        terminal = new ExternalTerminal(
                "test", "ansi", new PipedInputStream(keys, 64 * 1024), shown, StandardCharsets.UTF_8);
        terminal.setSize(new Size(100, 40));
        Address address = new Address("localhost", tcpPort, true);
        console = Console.open(address, new ConfigFolder(folder), terminal, as, Optional.of("no colours"))
                .orElseThrow();
        thread = new Thread(console::run);
        thread.start();
        sees("You are ");
    }

    Seat types(String line) throws IOException {
        keys.write((line + "\r").getBytes(StandardCharsets.UTF_8));
        keys.flush();
        return this;
    }

    /** Waits until this is shown, after what was waited for before. */
    Seat sees(String text) {
        from = shown.await(text, from);
        return this;
    }

    /** All that was ever shown. */
    String text() {
        return shown.text();
    }

    /** The group of this pattern where it was shown last; empty when it was not. */
    String found(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(shown.text());
        String last = "";
        while (found.find()) {
            last = found.group(1);
        }
        return last;
    }

    /** The number before the message that was seen last with this text. */
    String numberOf(String text) {
        return found("#(\\d+) [^#\\r\\n]*" + Pattern.quote(text));
    }

    @Override
    public void close() throws IOException {
        types("/quit");
        try {
            thread.join(TimeUnit.SECONDS.toMillis(20));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        console.close();
        terminal.close();
    }

    /** What a terminal was sent, without its commands. */
    private static final class Shown extends ByteArrayOutputStream {
        private static final Pattern COMMANDS = Pattern.compile("\u001b(\\[[0-9;?]*[A-Za-z]|[=>])");

        synchronized String text() {
            return COMMANDS.matcher(toString(StandardCharsets.UTF_8)).replaceAll("");
        }

        /** The terminal writes byte by byte, and then this. */
        @Override
        public synchronized void flush() {
            notifyAll();
        }

        @Override
        public synchronized void write(int octet) {
            super.write(octet);
            if (octet == '\n') {
                notifyAll();
            }
        }

        synchronized int await(String text, int from) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (text().indexOf(text, from) < 0) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("\"" + text + "\" does not show in:\n" + text().substring(from));
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return text().indexOf(text, from) + text.length();
        }
    }
}
