package chat.parley.console;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was typed behind a command, taken from the left word by word. */
final class Arguments {
    /** One word or one in quotes, then the rest. */
    private static final Pattern WORD_AND_REST =
            Pattern.compile("(?:\"([^\"]+)\"|(\\S+))(?:\\s+(.*))?", Pattern.DOTALL);

    private static final Pattern MESSAGE = Pattern.compile("#?(\\d{1,15})");

    private String rest;

    Arguments(String typed) {
        this.rest = typed.strip();
    }

    boolean isEmpty() {
        return rest.isEmpty();
    }

    Optional<String> next() {
        Matcher parts = WORD_AND_REST.matcher(rest);
        if (!parts.matches()) {
            return Optional.empty();
        }
        rest = parts.group(3) == null ? "" : parts.group(3).strip();
        return Optional.of(parts.group(1) == null ? parts.group(2) : parts.group(1));
    }

    String word() throws Misuse {
        return next().orElseThrow(Misuse::new);
    }

    /** All that is left. */
    Optional<String> remaining() {
        String all = rest;
        rest = "";
        return Optional.of(all).filter(text -> !text.isEmpty());
    }

    String text() throws Misuse {
        return remaining().orElseThrow(Misuse::new);
    }

    /** All that is left, without the quotes around it. */
    String name() throws Misuse {
        return unquoted(text());
    }

    /** Whether this word stands somewhere; it is taken out. */
    boolean flag(String word) {
        Matcher found =
                Pattern.compile("(?:^|\\s)" + Pattern.quote(word) + "(?=\\s|$)").matcher(rest);
        if (!found.find()) {
            return false;
        }
        rest = (rest.substring(0, found.start()) + rest.substring(found.end())).strip();
        return true;
    }

    /** The word, or the words in quotes, behind this one; both are taken out. */
    Optional<String> option(String word) {
        Matcher found = Pattern.compile("(?:^|\\s)" + Pattern.quote(word) + "\\s+(?:\"([^\"]+)\"|(\\S+))")
                .matcher(rest);
        if (!found.find()) {
            return Optional.empty();
        }
        rest = (rest.substring(0, found.start()) + rest.substring(found.end())).strip();
        return Optional.of(found.group(1) == null ? found.group(2) : found.group(1));
    }

    /** A message's number, such as {@code 12} or {@code #12}. */
    long message() throws Misuse {
        return messageIfAny().orElseThrow(Misuse::new);
    }

    /** The same, if the next word is one. */
    Optional<Long> messageIfAny() {
        String before = rest;
        Matcher number = MESSAGE.matcher(next().orElse(""));
        if (number.matches()) {
            return Optional.of(Long.parseLong(number.group(1)));
        }
        rest = before;
        return Optional.empty();
    }

    int number(int least, int most) throws Misuse {
        String word = word();
        int number = word.matches("\\d{1,9}") ? Integer.parseInt(word) : -1;
        if (number < least || number > most) {
            throw new Misuse("That is a number from " + least + " to " + most + ", not \"" + Clean.line(word) + "\".");
        }
        return number;
    }

    int numberOr(int otherwise, int least, int most) throws Misuse {
        return isEmpty() ? otherwise : number(least, most);
    }

    /** Nothing is left over. */
    void end() throws Misuse {
        if (!isEmpty()) {
            throw new Misuse();
        }
    }

    /** As terminals write a path that is dropped on them. */
    static String unquoted(String text) {
        char quote = text.isEmpty() ? ' ' : text.charAt(0);
        boolean quoted =
                text.length() > 2 && (quote == '"' || quote == '\'') && text.indexOf(quote, 1) == text.length() - 1;
        return quoted ? text.substring(1, text.length() - 1) : text;
    }
}
