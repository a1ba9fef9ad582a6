package chat.parley.console;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** What Tab offers: commands, people, rooms, files, paths and emoji. */
final class Words implements Completer {
    private static final int MOST_EMOJI = 24;
    private static final int MOST_PATHS = 200;

    /** What a person may fill in. */
    record Known(
            Supplier<List<String>> people,
            Supplier<List<String>> rooms,
            Supplier<List<String>> invitations,
            Supplier<Map<String, String>> files) {}

    private final Commands commands;
    private final Known known;
    private final Emoji emoji;

    Words(Commands commands, Known known, Emoji emoji) {
        this.commands = commands;
        this.known = known;
        this.emoji = emoji;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String word = line.word().substring(0, line.wordCursor());
        Optional<Command> command = commands.find(line.line());
        int place = line.wordIndex()
                - command.map(found -> found.name().split(" ", -1).length).orElse(0);
        if (word.startsWith(":") && word.length() > 1) {
            emoji.suggest(word.substring(1), MOST_EMOJI)
                    .forEach(code -> candidates.add(new Candidate(
                            ":" + code + ":", emoji.of(code) + " :" + code + ":", null, null, null, null, true)));
        } else if (word.startsWith("/") && line.wordIndex() == 0) {
            commands(candidates);
        } else if (command.isPresent() && place >= 0) {
            argument(command.get(), place, word, candidates);
        } else if (line.wordIndex() == 1 && line.line().startsWith("/")) {
            subcommands(line.words().get(0), candidates);
        } else if (!word.isEmpty()) {
            names(word, candidates);
        }
    }

    private void commands(List<Candidate> candidates) {
        commands.all().forEach(each -> {
            String first = each.name().split(" ", 2)[0];
            boolean whole = first.equals(each.name());
            candidates.add(new Candidate(first, first, null, whole ? each.does() : null, null, null, true));
        });
    }

    private void subcommands(String first, List<Candidate> candidates) {
        commands.all().filter(each -> each.name().startsWith(first + " ")).forEach(each -> {
            String second = each.name().substring(first.length() + 1);
            candidates.add(new Candidate(second, second, null, each.does(), null, null, true));
        });
    }

    private void argument(Command command, int place, String word, List<Candidate> candidates) {
        int before = candidates.size();
        for (String choice : command.choices(place)) {
            switch (choice) {
                case "NAME" -> known.people().get().forEach(name -> candidates.add(new Candidate(name)));
                case "@NAME" -> known.people().get().forEach(name -> candidates.add(new Candidate("@" + name)));
                case "ROOM" -> known.rooms().get().forEach(room -> candidates.add(new Candidate(room)));
                case "INVITATION" -> known.invitations().get().forEach(room -> candidates.add(new Candidate(room)));
                case "TOPIC" -> commands.topics().keySet().forEach(topic -> candidates.add(new Candidate(topic)));
                case "FILE" ->
                    known.files()
                            .get()
                            .forEach((number, name) ->
                                    candidates.add(new Candidate(number, number, null, name, null, null, true)));
                case "PATH" -> paths(word, candidates);
                default -> {
                    if (Command.isLiteral(choice)) {
                        candidates.add(new Candidate(choice));
                    }
                }
            }
        }
        if (word.startsWith("-")) {
            command.options().forEach(option -> candidates.add(new Candidate(option)));
        }
        if (candidates.size() == before && !word.isEmpty()) {
            names(word, candidates);
        }
    }

    private void names(String word, List<Candidate> candidates) {
        String at = word.startsWith("@") ? "@" : "";
        String begun = word.substring(at.length()).toLowerCase(Locale.ROOT);
        known.people().get().stream()
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
