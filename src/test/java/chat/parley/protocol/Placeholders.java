package chat.parley.protocol;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What stands in a document for a value that only a running server knows, and what each stood for so far. */
final class Placeholders {
    private static final String ANYTHING = "…";
    private static final String TIME = "(?<![0-9])[0-9]{13}(?![0-9])";
    private static final String OPAQUE = "(?<![\\w-])(?=[A-Za-z_-]*[0-9])[\\w-]{20,}(?![\\w-])";
    private static final String OUR_ADDRESS = "localhost:8080";
    private static final Pattern PLACEHOLDER =
            Pattern.compile(OUR_ADDRESS + "|" + ANYTHING + "|" + TIME + "|" + OPAQUE);

    private final Map<String, String> values;

    /** @param address where the files of the server under test are, which the document calls localhost:8080 */
    Placeholders(String address) {
        this.values = new HashMap<>(Map.of(OUR_ADDRESS, address));
    }

    private Placeholders(Map<String, String> values) {
        this.values = new HashMap<>(values);
    }

    Placeholders copy() {
        return new Placeholders(values);
    }

    void become(Placeholders other) {
        values.putAll(other.values);
    }

    void bind(String placeholder, String value) {
        values.put(placeholder, value);
    }

    /** The text with what is known put in; what is not known yet stands for itself. */
    String fill(String text) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(hole -> Matcher.quoteReplacement(values.getOrDefault(hole.group(), hole.group())));
    }

    /** Why a text of the server is not the document's, or null when it is; then new placeholders have their values. */
    @Nullable
    String difference(String written, String actual) {
        StringBuilder pattern = new StringBuilder();
        java.util.List<MatchResult> holes =
                PLACEHOLDER.matcher(written).results().toList();
        int at = 0;
        for (MatchResult hole : holes) {
            pattern.append(Pattern.quote(written.substring(at, hole.start())))
                    .append('(')
                    .append(known(hole.group()))
                    .append(')');
            at = hole.end();
        }
        pattern.append(Pattern.quote(written.substring(at)));
        Matcher match = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual);
        if (!match.matches()) {
            return "the document has \"" + written + "\"" + meaning(written) + ", the server said \"" + actual + "\"";
        }
        for (int i = 0; i < holes.size(); i++) {
            if (!holes.get(i).group().equals(ANYTHING)) {
                values.put(holes.get(i).group(), match.group(i + 1));
            }
        }
        return null;
    }

    private String meaning(String written) {
        String filled = fill(written);
        return filled.equals(written) ? "" : " (which has stood for \"" + filled + "\" so far)";
    }

    private String known(String placeholder) {
        String value = values.get(placeholder);
        return value == null ? shape(placeholder) : Pattern.quote(value);
    }

    /** An unknown value has the length and the alphabet of its placeholder. */
    private static String shape(String placeholder) {
        if (placeholder.equals(ANYTHING)) {
            return ".*";
        }
        String alphabet = placeholder.matches("[0-9]*")
                ? "[0-9]"
                : placeholder.matches("[0-9a-z]*")
                        ? "[0-9a-z]"
                        : placeholder.matches("[0-9A-Z]*") ? "[0-9A-Z]" : "[\\w-]";
        return alphabet + "{" + placeholder.length() + "}";
    }
}
