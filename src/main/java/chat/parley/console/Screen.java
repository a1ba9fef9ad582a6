package chat.parley.console;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jline.keymap.KeyMap;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.Reference;
import org.jline.reader.Widget;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp;
import org.jspecify.annotations.Nullable;

/** The terminal: one line to type in at the bottom, everything else above it. Any thread may write. */
final class Screen {
    private static final int COLUMNS = 80;
    private static final Character NOTHING = 0;

    private final Terminal terminal;
    private final LineReaderImpl reader;
    private String prompt = "> ";
    private volatile boolean asking;

    static {
        // Lines across are Unicode; the alternate character set of old terminals shows letters in new ones
        System.setProperty("org.jline.utils.disableAlternateCharset", "true");
    }

    Screen(Terminal terminal, Completer completer) throws IOException {
        this.terminal = terminal;
        // Otherwise the terminal itself shows what is typed between two lines; closing it puts that back
        terminal.enterRawMode();
        this.reader = new LineReaderImpl(terminal, "parley");
        reader.setCompleter(completer);
        DefaultParser words = new DefaultParser();
        words.setQuoteChars(new char[0]);
        words.setEscapeChars(new char[0]);
        reader.setParser(words);
        reader.option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        reader.option(LineReader.Option.ERASE_LINE_ON_FINISH, true);
        reader.option(LineReader.Option.AUTO_FRESH_LINE, false);
        reader.setVariable(LineReader.BELL_STYLE, "none");
    }

    /** Runs when PageUp is pressed. */
    void onPageUp(Runnable action) {
        reader.getWidgets().put("parley-older", () -> {
            // Not here, where the reader's lock is held: whoever prints meanwhile waits for that
            CompletableFuture<?> unused = CompletableFuture.runAsync(action);
            return true;
        });
        KeyMap<org.jline.reader.Binding> keys = reader.getKeyMaps().get(LineReader.MAIN);
        if (keys != null) {
            keys.bind(new Reference("parley-older"), "\033[5~");
            String key = KeyMap.key(terminal, InfoCmp.Capability.key_ppage);
            if (key != null) {
                keys.bind(new Reference("parley-older"), key);
            }
        }
    }

    int columns() {
        int width = terminal.getWidth();
        return width <= 0 ? COLUMNS : width;
    }

    /** The line that was typed; throws what JLine throws on Ctrl-C and Ctrl-D. */
    String read() {
        String now;
        synchronized (this) {
            now = prompt;
        }
        return reader.readLine(now);
    }

    String ask(String question, String proposal) {
        return asked(question, null, proposal);
    }

    /** Neither shown nor kept. */
    String secret(String question) {
        return asked(question, NOTHING, "");
    }

    private String asked(String question, @Nullable Character mask, String proposal) {
        asking = true;
        reader.setVariable(LineReader.DISABLE_HISTORY, true);
        reader.setVariable(LineReader.DISABLE_COMPLETION, true);
        try {
            return reader.readLine(question.replace("%", "%%"), null, mask, proposal);
        } finally {
            asking = false;
            reader.setVariable(LineReader.DISABLE_HISTORY, false);
            reader.setVariable(LineReader.DISABLE_COMPLETION, false);
        }
    }

    /** Runs with the line as it is whenever something is typed in it, but not into an answer to a question. */
    void onTyping(Consumer<String> action) {
        Widget insert = reader.getWidgets().get(LineReader.SELF_INSERT);
        reader.getWidgets().put(LineReader.SELF_INSERT, () -> {
            boolean done = insert == null || insert.apply();
            if (!asking) {
                action.accept(reader.getBuffer().toString());
            }
            return done;
        });
    }

    synchronized void print(List<AttributedString> lines) {
        lines.forEach(reader::printAbove);
    }

    /** What stands before the line to type in, and above it; an unchanged one costs nothing. */
    synchronized void prompt(List<AttributedString> above, AttributedString before) {
        StringBuilder whole = new StringBuilder();
        above.forEach(line -> whole.append(line.toAnsi(terminal)).append('\n'));
        String next = escape(whole + before.toAnsi(terminal));
        if (next.equals(prompt)) {
            return;
        }
        prompt = next;
        if (asking) {
            return;
        }
        reader.setPrompt(next);
        if (reader.isReading()) {
            try {
                reader.callWidget(LineReader.REDISPLAY);
            } catch (IllegalStateException e) {
                // The line was finished at this very moment: the next one begins with the new prompt
            }
        }
    }

    /** JLine reads patterns in a prompt; a name with a percent sign is none. */
    private static String escape(String text) {
        return text.replace("%", "%%");
    }
}
