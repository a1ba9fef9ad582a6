package chat.parley.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON value as the document writes it, to be held against what the server said. */
final class Written {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern BARE_DOTS = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|([{]\\s*…\\s*[}]|…)");
    private static final String ANYTHING = "…";
    private static final String ANY_OBJECT = "{…}";

    private final JsonNode json;

    /** Reads JSON in which a bare {@code …} may stand for a value, for the rest of an array, or, in braces, an object. */
    Written(String text) throws JsonProcessingException {
        this.json = JSON.readTree(BARE_DOTS
                .matcher(text)
                .replaceAll(part -> part.group(1) == null
                        ? java.util.regex.Matcher.quoteReplacement(part.group())
                        : part.group().startsWith("{") ? '"' + ANY_OBJECT + '"' : '"' + ANYTHING + '"'));
    }

    JsonNode json() {
        return json;
    }

    /** The first difference, by its path, or null when there is none; then new placeholders have their values. */
    @Nullable
    String difference(JsonNode actual, Placeholders placeholders) {
        return value("", json, actual, placeholders);
    }

    private static @Nullable String value(String path, JsonNode written, JsonNode actual, Placeholders holes) {
        String text = written.asText();
        if (written.isTextual() && (text.equals(ANYTHING) || (text.equals(ANY_OBJECT) && actual.isObject()))) {
            return null;
        }
        if (written.getNodeType() != actual.getNodeType()) {
            return at(path) + "the document has " + written + ", the server said " + actual;
        }
        return switch (written.getNodeType()) {
            case OBJECT -> object(path, written, actual, holes);
            case ARRAY -> array(path, written, actual, holes);
            default -> {
                String difference = holes.difference(text, actual.asText());
                yield difference == null ? null : at(path) + difference;
            }
        };
    }

    private static @Nullable String object(String path, JsonNode written, JsonNode actual, Placeholders holes) {
        TreeSet<String> rest = new TreeSet<>();
        actual.fieldNames().forEachRemaining(rest::add);
        List<String> names = new ArrayList<>();
        written.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String real = rest.contains(name)
                    ? name
                    : rest.stream()
                            .filter(each -> holes.copy().difference(name, each) == null)
                            .findFirst()
                            .orElse(null);
            if (real == null) {
                return at(path) + "the document has a field \"" + name + "\", the server sent " + actual;
            }
            rest.remove(real);
            holes.difference(name, real);
            String difference =
                    value(path.isEmpty() ? name : path + "." + name, written.get(name), actual.get(real), holes);
            if (difference != null) {
                return difference;
            }
        }
        return rest.isEmpty()
                ? null
                : at(path) + "the document lacks the field \"" + rest.first() + "\", which the server sent: "
                        + actual.get(rest.first());
    }

    private static @Nullable String array(String path, JsonNode written, JsonNode actual, Placeholders holes) {
        for (int i = 0; i < written.size(); i++) {
            if (written.get(i).asText().equals(ANYTHING) && i == written.size() - 1) {
                return null;
            }
            if (i >= actual.size()) {
                break;
            }
            String difference = value(path + "[" + i + "]", written.get(i), actual.get(i), holes);
            if (difference != null) {
                return difference;
            }
        }
        return written.size() == actual.size()
                ? null
                : at(path) + "the document lists " + written.size() + ", the server sent " + actual.size() + ": "
                        + actual;
    }

    private static String at(String path) {
        return path.isEmpty() ? "" : path + ": ";
    }
}
