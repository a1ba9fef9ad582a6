package chat.parley.console;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One command: {@code /name}, of administrators two words. What follows it stands in {@code usage}, in capitals what a
 * person fills in and in small letters what is typed as it stands; completion goes by that.
 */
record Command(String name, String usage, String does, Action action) {
    /** Carries it out. */
    interface Action {
        void run(Arguments given) throws Misuse;
    }

    /** What may stand at that place behind the name, beginning with 0. */
    List<String> choices(int place) {
        String[] places = usage.split(" ", -1);
        String wanted =
                places[Math.min(place, places.length - 1)].replace("[", "").replace("]", "");
        boolean there = place < places.length || wanted.startsWith("--");
        return there ? Arrays.asList(wanted.split("[|]", -1)) : List.of();
    }

    /** The options that may stand anywhere. */
    List<String> options() {
        return Arrays.stream(usage.replace("[", "").replace("]", "").split(" ", -1))
                .filter(word -> word.startsWith("--"))
                .toList();
    }

    static boolean isLiteral(String choice) {
        return !choice.isEmpty()
                && choice.equals(choice.toLowerCase(Locale.ROOT))
                && Character.isLetter(choice.charAt(0));
    }
}
