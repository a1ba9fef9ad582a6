package chat.parley.console;

/** What a person typed: something to say, or a command. */
sealed interface Input {
    record Nothing() implements Input {}

    record Say(String text) implements Input {}

    /** Everything from the slash on. */
    record Do(String line) implements Input {}

    static Input parse(String line) {
        String typed = line.strip();
        if (typed.isEmpty()) {
            return new Nothing();
        }
        if (!typed.startsWith("/")) {
            return new Say(line.stripTrailing());
        }
        return typed.startsWith("//") ? new Say(typed.substring(1)) : new Do(typed);
    }
}
