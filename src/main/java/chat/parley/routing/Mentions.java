package chat.parley.routing;

import chat.parley.model.LookAlike;
import chat.parley.model.UserId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds who is named in a text: an @ that follows no letter or digit, and then the longest name that somebody has and
 * that no letter or digit follows; {@code @room} names everybody. Case does not count.
 */
final class Mentions {
    /** More than so many in one message name nobody. */
    static final int MOST = 50;

    private static final int LONGEST_NAME = 32;
    private static final String ROOM = "room";

    private Mentions() {}

    record Found(List<UserId> users, boolean room) {
        static final Found NONE = new Found(List.of(), false);
    }

    /** @param named who has a name, which is given with its case folded */
    static Found in(String text, Function<String, @Nullable UserId> named) {
        if (text.indexOf('@') < 0) {
            return Found.NONE;
        }
        Set<UserId> users = new LinkedHashSet<>();
        boolean room = false;
        for (List<String> candidates : candidates(text)) {
            for (String candidate : candidates) {
                if (candidate.equals(ROOM)) {
                    room = true;
                    break;
                }
                UserId user = named.apply(candidate);
                if (user != null) {
                    users.add(user);
                    break;
                }
            }
        }
        return new Found(List.copyOf(users), room);
    }

    /** For each @ the names that it may be followed by, the longest first, with their case folded. */
    static List<List<String>> candidates(String text) {
        List<List<String>> all = new ArrayList<>();
        int at = text.indexOf('@');
        while (at >= 0 && all.size() < MOST) {
            if (at == 0 || !Character.isLetterOrDigit(text.codePointBefore(at))) {
                List<String> names = names(text, at + 1);
                if (!names.isEmpty()) {
                    all.add(names);
                }
            }
            at = text.indexOf('@', at + 1);
        }
        return all;
    }

    private static List<String> names(String text, int start) {
        List<String> names = new ArrayList<>();
        int end = start;
        for (int i = 0; i < LONGEST_NAME && end < text.length() && text.charAt(end) != '\n'; i++) {
            int c = text.codePointAt(end);
            end += Character.charCount(c);
            boolean goesOn = end < text.length() && Character.isLetterOrDigit(text.codePointAt(end));
            if (!Character.isWhitespace(c) && !(goesOn && Character.isLetterOrDigit(c))) {
                names.add(0, LookAlike.fold(text.substring(start, end)));
            }
        }
        return names;
    }
}
