package chat.parley.console;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person typed: something to say, or a command. */
sealed interface Input {
    record Nothing() implements Input {}

    record Say(String text) implements Input {}

    record Whisper(String name, String text) implements Input {}

    record Rooms() implements Input {}

    /** By name, or by its number in the list. */
    record Enter(String room) implements Input {}

    record Who() implements Input {}

    record SendFile(String path) implements Input {}

    record Download(String which, Optional<String> path) implements Input {}

    /** Of the transfer with this number, or of all. */
    record Transfer(Transfers.Action action, Optional<Integer> number) implements Input {}

    record Older(int count) implements Input {}

    record Retry() implements Input {}

    record Rename(String name) implements Input {}

    record Help() implements Input {}

    record Quit() implements Input {}

    /** Not understood; the sentence says what would be. */
    record Wrong(String sentence) implements Input {}

    int PAGE = 20;
    int MOST_OLDER = 500;

    /** One word or one in quotes, then the rest. */
    Pattern WORD_AND_REST = Pattern.compile("(?:\"([^\"]+)\"|(\\S+))(?:\\s+(.*))?", Pattern.DOTALL);

    static Input parse(String line) {
        String typed = line.strip();
        if (typed.isEmpty()) {
            return new Nothing();
        }
        if (!typed.startsWith("/")) {
            return new Say(line.stripTrailing());
        }
        if (typed.startsWith("//")) {
            return new Say(typed.substring(1));
        }
        int end = 0;
        while (end < typed.length() && !Character.isWhitespace(typed.charAt(end))) {
            end++;
        }
        return command(typed.substring(0, end), typed.substring(end).strip());
    }

    private static Input command(String name, String rest) {
        return switch (name) {
            case "/w", "/msg" -> whisper(rest);
            case "/rooms" -> new Rooms();
            case "/room" -> rest.isEmpty() ? new Rooms() : new Enter(rest);
            case "/who" -> new Who();
            case "/sendfile" -> rest.isEmpty() ? wrong("/sendfile PATH") : new SendFile(unquoted(rest));
            case "/download" -> download(rest);
            case "/pause" -> transfer(Transfers.Action.PAUSE, rest);
            case "/resume" -> transfer(Transfers.Action.RESUME, rest);
            case "/cancel" -> transfer(Transfers.Action.CANCEL, rest);
            case "/history" -> older(rest);
            case "/retry" -> new Retry();
            case "/name" -> rest.isEmpty() ? wrong("/name NAME") : new Rename(rest);
            case "/help", "/?" -> new Help();
            case "/quit", "/exit" -> new Quit();
            default ->
                new Wrong("There is no command " + Clean.line(name)
                        + "; /help lists them. To say something that begins with a slash, type it twice.");
        };
    }

    private static Input whisper(String rest) {
        Matcher parts = WORD_AND_REST.matcher(rest);
        if (!parts.matches() || parts.group(3) == null || parts.group(3).isBlank()) {
            return wrong("/w NAME TEXT");
        }
        return new Whisper(first(parts), parts.group(3));
    }

    private static Input download(String rest) {
        Matcher parts = WORD_AND_REST.matcher(rest);
        if (!parts.matches()) {
            return wrong("/download NUMBER [PATH]");
        }
        return new Download(
                first(parts),
                Optional.ofNullable(parts.group(3))
                        .filter(path -> !path.isBlank())
                        .map(Input::unquoted));
    }

    private static Input transfer(Transfers.Action action, String rest) {
        if (rest.isEmpty()) {
            return new Transfer(action, Optional.empty());
        }
        return rest.matches("\\d{1,3}")
                ? new Transfer(action, Optional.of(Integer.parseInt(rest)))
                : wrong("/" + action.name().toLowerCase(Locale.ROOT) + " [NUMBER], the number before its bar");
    }

    private static Input older(String rest) {
        if (rest.isEmpty()) {
            return new Older(PAGE);
        }
        boolean number = rest.matches("\\d{1,3}") && Integer.parseInt(rest) > 0 && Integer.parseInt(rest) <= MOST_OLDER;
        return number ? new Older(Integer.parseInt(rest)) : wrong("/history [1 to " + MOST_OLDER + "]");
    }

    /** As terminals write a path that is dropped on them. */
    private static String unquoted(String path) {
        char quote = path.charAt(0);
        boolean quoted =
                path.length() > 2 && (quote == '"' || quote == '\'') && path.indexOf(quote, 1) == path.length() - 1;
        return quoted ? path.substring(1, path.length() - 1) : path;
    }

    private static String first(Matcher parts) {
        return parts.group(1) == null ? parts.group(2) : parts.group(1);
    }

    private static Input wrong(String usage) {
        return new Wrong("It goes like this: " + usage);
    }
}
