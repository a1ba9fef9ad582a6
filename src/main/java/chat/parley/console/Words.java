package chat.parley.console;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** What Tab offers: commands, people, rooms, files, paths and emoji. */
final class Words implements Completer {
    private static final int MOST_EMOJI = 24;
    private static final int MOST_PATHS = 200;

    /** Every command with its words and what it does, as {@code /help} shows them. */
    static final List<List<String>> COMMANDS = List.of(
            List.of("/w", "NAME TEXT", "says it to one person (\"A NAME\" with spaces)"),
            List.of("/rooms", "", "lists your rooms, numbered, and what is unread"),
            List.of("/room", "NAME|NUMBER", "goes to a room; @NAME talks with a person"),
            List.of("/who", "", "says who is here"),
            List.of("/history", "[N]", "shows older messages; PageUp does, too"),
            List.of("/sendfile", "PATH", "sends a file to this room"),
            List.of("/download", "N|NAME [PATH]", "saves a file; never over another one"),
            List.of("/pause", "[N]", "holds a file on its way; /resume [N], /cancel [N]"),
            List.of("/resume", "[N]", "lets it go on"),
            List.of("/cancel", "[N]", "gives it up"),
            List.of("/retry", "", "sends again what could not be sent"),
            List.of("/name", "NAME", "comes in under another name after a refusal"),
            List.of("/help", "", "shows this"),
            List.of("/quit", "", "leaves; so does Ctrl-D"));

    private final Supplier<List<String>> people;
    private final Supplier<List<String>> rooms;
    private final Supplier<Map<String, String>> files;
    private final Emoji emoji;

    /** @param files number to name */
    Words(
            Supplier<List<String>> people,
            Supplier<List<String>> rooms,
            Supplier<Map<String, String>> files,
            Emoji emoji) {
        this.people = people;
        this.rooms = rooms;
        this.files = files;
        this.emoji = emoji;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor());
        String command = line.words().isEmpty() ? "" : line.words().get(0);
        if (word.startsWith(":") && word.length() > 1) {
            emoji.suggest(word.substring(1), MOST_EMOJI)
                    .forEach(code -> candidates.add(new Candidate(
                            ":" + code + ":", emoji.of(code) + " :" + code + ":", null, null, null, null, true)));
        } else if (line.wordIndex() == 0 && word.startsWith("/")) {
            COMMANDS.forEach(each ->
                    candidates.add(new Candidate(each.get(0), each.get(0), null, each.get(2), null, null, true)));
        } else if (line.wordIndex() == 1 && command.equals("/room")) {
            rooms.get().forEach(room -> candidates.add(new Candidate(room)));
            people.get().forEach(name -> candidates.add(new Candidate("@" + name)));
        } else if (line.wordIndex() == 1 && command.equals("/download")) {
            files.get()
                    .forEach((number, name) ->
                            candidates.add(new Candidate(number, number, null, name, null, null, true)));
        } else if (line.wordIndex() == 1 && command.equals("/sendfile")) {
            paths(word, candidates);
        } else if (line.wordIndex() == 1 && command.equals("/w")) {
            people.get().forEach(name -> candidates.add(new Candidate(name)));
        } else if (!word.isEmpty()) {
            names(word, candidates);
        }
    }

    private void names(String word, List<Candidate> candidates) {
        String at = word.startsWith("@") ? "@" : "";
        String begun = word.substring(at.length()).toLowerCase(Locale.ROOT);
        people.get().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(begun))
                .forEach(name -> candidates.add(new Candidate(at + name)));
    }

    private static void paths(String word, List<Candidate> candidates) {
        int slash = word.lastIndexOf('/') + 1;
        String folder = word.substring(0, slash);
        boolean hidden = word.startsWith(".", slash);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Transfers.path(folder))) {
            for (Path entry : entries) {
                String name = String.valueOf(entry.getFileName());
                if (candidates.size() < MOST_PATHS
                        && name.startsWith(word.substring(slash))
                        && (hidden || !name.startsWith("."))) {
                    boolean more = Files.isDirectory(entry);
                    String shown = Clean.line(name) + (more ? "/" : "");
                    candidates.add(
                            new Candidate(folder + name + (more ? "/" : ""), shown, null, null, null, null, !more));
                }
            }
        } catch (IOException e) {
            // Nothing to offer
        }
    }
}
