package chat.parley.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every command by its topic: what {@code /help} shows, Tab completes and a typed line runs. */
final class Commands {
    private final Map<String, List<Command>> topics = new LinkedHashMap<>();

    void add(String topic, List<Command> commands) {
        topics.merge(
                topic,
                commands,
                (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
    }

    Map<String, List<Command>> topics() {
        return new LinkedHashMap<>(topics);
    }

    Stream<Command> all() {
        return topics.values().stream().flatMap(List::stream);
    }

    /** The command that a line begins with; of two words before one of one. */
    Optional<Command> find(String line) {
        String typed = line.strip().replaceAll("\\s+", " ") + " ";
        return all().filter(each -> typed.toLowerCase(Locale.ROOT).startsWith(each.name() + " "))
                .max((one, other) ->
                        Integer.compare(one.name().length(), other.name().length()));
    }

    /** Runs the command of this line; a sentence when it cannot be done so. */
    Optional<String> run(String line) {
        Optional<Command> found = find(line);
        if (found.isEmpty()) {
            String first = line.strip().split("\\s", 2)[0];
            List<String> more = all().map(Command::name)
                    .filter(name -> name.startsWith(first + " "))
                    .toList();
            return Optional.of(
                    more.isEmpty()
                            ? "There is no command " + Clean.line(first)
                                    + "; /help lists them. To say something that begins with a slash, type it twice."
                            : "It goes on with one of: " + String.join(", ", more));
        }
        Command command = found.get();
        String rest = line.strip();
        for (String word : command.name().split(" ", -1)) {
            rest = rest.substring(word.length()).strip();
        }
        try {
            command.action().run(new Arguments(rest));
            return Optional.empty();
        } catch (Misuse e) {
            String sentence = String.valueOf(e.getMessage());
            return Optional.of(
                    sentence.isEmpty()
                            ? "It goes like this: " + (command.name() + " " + command.usage()).strip()
                            : sentence);
        }
    }
}
