package chat.parley.log;

import chat.parley.bus.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody looks for: words, all of which have to be there, and "phrases in quotes"; of the last word the beginning
 * is enough. Nothing of the query language of FTS5 (sqlite.org/fts5.html, section 3) can be typed: each word goes in as
 * a quoted string.
 */
final class SearchQuery {
    private static final int MOST_CHARS = 200;
    private static final int MOST_TERMS = 10;
    private static final Pattern TERM = Pattern.compile("\"([^\"]*)\"?|([^\\s\"]+)");

    private final String match;
    private final List<String> words;
    private final boolean open;

    private SearchQuery(String match, List<String> words, boolean open) {
        this.match = match;
        this.words = words;
        this.open = open;
    }

    static SearchQuery of(String typed) {
        if (typed.length() > MOST_CHARS) {
            throw Failure.TOO_LARGE.because(
                    "A search has at most " + MOST_CHARS + " characters, this one has " + typed.length() + ".");
        }
        List<String> terms = new ArrayList<>();
        List<String> words = new ArrayList<>();
        boolean open = false;
        Matcher term = TERM.matcher(typed);
        while (term.find()) {
            boolean phrase = term.group(1) != null;
            String text = phrase ? term.group(1) : term.group(2);
            List<String> found =
                    Tokens.of(text).stream().map(Tokens.Token::folded).toList();
            if (!found.isEmpty()) {
                terms.add('"' + String.join(" ", found) + '"');
                words.addAll(found);
                open = !phrase;
            }
        }
        if (terms.isEmpty()) {
            throw Failure.BAD_REQUEST.because("A search has at least one word, made of letters or digits.");
        }
        if (terms.size() > MOST_TERMS) {
            throw Failure.TOO_LARGE.because("A search has at most " + MOST_TERMS + " words.");
        }
        return new SearchQuery(String.join(" ", terms) + (open ? " *" : ""), List.copyOf(words), open);
    }

    /** For the right side of {@code MATCH}. */
    String match() {
        return match;
    }

    /** Whether this word of a message is one of those that were looked for. */
    boolean has(String folded) {
        return words.contains(folded) || (open && folded.startsWith(words.get(words.size() - 1)));
    }
}
