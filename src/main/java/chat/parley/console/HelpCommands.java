package chat.parley.console;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /help}, by topic so that it fits a screen, and the way out. */
final class HelpCommands {
    private static final int USAGE = 34;

    private final Commands commands;
    private final View view;
    private final Runnable quit;

    HelpCommands(Commands commands, View view, Runnable quit) {
        this.commands = commands;
        this.view = view;
        this.quit = quit;
    }

    List<Command> list() {
        return List.of(
                new Command("/help", "[TOPIC]", "lists the commands, of a topic or all by topic", this::help),
                new Command("/quit", "", "leaves; so does Ctrl-D", given -> quit.run()),
                new Command("/exit", "", "the same", given -> quit.run()));
    }

    private void help(Arguments given) throws Misuse {
        Optional<String> wanted = given.remaining().map(text -> text.toLowerCase(Locale.ROOT));
        if (wanted.isEmpty()) {
            overview();
        } else if (commands.topics().containsKey(wanted.get())) {
            commands.topics().getOrDefault(wanted.get(), List.of()).forEach(this::show);
        } else if (wanted.get().equals("everything")) {
            commands.all().forEach(this::show);
        } else {
            String name = wanted.get().startsWith("/") ? wanted.get() : "/" + wanted.get();
            List<Command> found =
                    commands.all().filter(each -> each.name().startsWith(name)).toList();
            if (found.isEmpty()) {
                throw new Misuse(
                        "The topics are " + String.join(", ", commands.topics().keySet()) + ".");
            }
            found.forEach(this::show);
        }
    }

    private void overview() {
        commands.topics()
                .forEach((topic, list) -> view.item(
                        topic,
                        String.join("  ", list.stream().map(Command::name).toList())));
        view.note("/help TOPIC says how they go, /help COMMAND of one, /help everything of all. Tab completes commands,"
                + " names, rooms, paths and emoji (:roc). Everything else is said in this room.");
    }

    private void show(Command command) {
        String head = (command.name() + " " + command.usage()).strip();
        view.item(Width.pad(head, USAGE), command.does());
    }
}
