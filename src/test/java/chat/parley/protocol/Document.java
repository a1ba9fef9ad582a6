package chat.parley.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of documentation, cut into sections at its headings and each of them into the steps of its examples. */
final class Document {
    private static final Pattern HEADING = Pattern.compile("#{2,3} (.+)");
    private static final Pattern ARROW = Pattern.compile("(?:(\\w+) )?([→←]) ?(.*)");
    private static final Pattern FRAME = Pattern.compile("((?:[0-9a-f]{2} ){4})([{].*)");
    private static final Pattern ROW = Pattern.compile("\\| *`?([^|`]+?)`? *\\| *([^|]*?) *\\|.*");
    private static final String SETUP = "<!-- setup";
    private static final String SETUP_END = "-->";
    private static final Set<String> LANGUAGES = Set.of("json", "frame", "http", "text", "sh");

    /** One step of an example, at a line of the document. */
    sealed interface Step {
        int line();

        record Says(int line, String who, String text) implements Step {}

        record Hears(int line, String who, String text) implements Step {}

        record Asks(int line, String text) implements Step {}

        record Answered(int line, String text) implements Step {}

        record Prepares(int line, String text) implements Step {}
    }

    /** What stands under one heading. */
    record Section(String heading, int line, List<String> lines, List<Step> steps) {
        /** The first two cells of each row of its tables, headings left out. */
        List<List<String>> rows() {
            List<List<String>> rows = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                Matcher row = ROW.matcher(lines.get(i));
                boolean head = i + 1 < lines.size() && lines.get(i + 1).startsWith("| ---");
                if (row.matches() && !head && !lines.get(i).startsWith("| ---")) {
                    rows.add(List.of(row.group(1), row.group(2).replace("`", "")));
                }
            }
            return rows;
        }
    }

    private final Path path;
    private final List<Section> sections = new ArrayList<>();
    private int number;
    private String open = "";

    private Document(Path path) {
        this.path = path;
    }

    static Document read(Path path) {
        Document document = new Document(path);
        try {
            document.sections.add(new Section("", 1, new ArrayList<>(), new ArrayList<>()));
            Files.readAllLines(path).forEach(document::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return document;
    }

    List<Section> sections() {
        return sections;
    }

    Section section(String heading) {
        return sections.stream()
                .filter(section -> section.heading().equals(heading))
                .findFirst()
                .orElseThrow(() -> new AssertionError(path + " has no section " + heading));
    }

    /** A place in the document as editors understand it. */
    String at(int line) {
        return path + ":" + line;
    }

    private void line(String text) {
        number++;
        Section section = sections.get(sections.size() - 1);
        Matcher heading = HEADING.matcher(text);
        if (open.isEmpty() && heading.matches()) {
            sections.add(new Section(heading.group(1).strip(), number, new ArrayList<>(), new ArrayList<>()));
            return;
        }
        section.lines().add(text);
        if (open.isEmpty()) {
            begin(text);
        } else if (text.startsWith("```") || (open.equals(SETUP) && text.equals(SETUP_END))) {
            open = "";
        } else if (!open.equals("text") && !open.equals("sh")) {
            step(section.steps(), text);
        }
    }

    private void begin(String text) {
        if (text.startsWith("```")) {
            open = text.substring(3).strip();
            if (!LANGUAGES.contains(open)) {
                throw new AssertionError(at(number) + ": a block is one of " + LANGUAGES + ", not \"" + open + "\"");
            }
        } else if (text.equals(SETUP)) {
            open = SETUP;
        }
    }

    private void step(List<Step> steps, String text) {
        Matcher arrow = ARROW.matcher(text);
        if (arrow.matches()) {
            String who = arrow.group(1) == null ? Player.READER : arrow.group(1);
            boolean out = arrow.group(2).equals("→");
            String said = open.equals("frame") ? unframed(arrow.group(3)) : arrow.group(3);
            if (open.equals("http")) {
                steps.add(out ? new Step.Asks(number, said) : new Step.Answered(number, said));
            } else {
                steps.add(out ? new Step.Says(number, who, said) : new Step.Hears(number, who, said));
            }
        } else if (open.equals(SETUP) && !text.startsWith(" ")) {
            steps.add(new Step.Prepares(number, text.strip()));
        } else if (steps.isEmpty() || steps.get(steps.size() - 1) instanceof Step.Prepares) {
            throw new AssertionError(at(number) + ": an example begins with → or ←, not with \"" + text + "\"");
        } else {
            steps.add(longer(steps.remove(steps.size() - 1), text));
        }
    }

    /** The text behind the four bytes of its length. */
    private String unframed(String written) {
        Matcher frame = FRAME.matcher(written);
        if (!frame.matches()) {
            throw new AssertionError(at(number) + ": a frame is four bytes in hexadecimal and a text");
        }
        int length = frame.group(2).getBytes(StandardCharsets.UTF_8).length;
        if (Integer.parseInt(frame.group(1).replace(" ", ""), 16) != length) {
            throw new AssertionError(at(number) + ": this text has " + length + " bytes, not " + frame.group(1));
        }
        return frame.group(2);
    }

    private static Step longer(Step step, String more) {
        Function<String, String> join = text -> text + "\n" + more;
        if (step instanceof Step.Says says) {
            return new Step.Says(says.line(), says.who(), join.apply(says.text()));
        } else if (step instanceof Step.Hears hears) {
            return new Step.Hears(hears.line(), hears.who(), join.apply(hears.text()));
        } else if (step instanceof Step.Asks asks) {
            return new Step.Asks(asks.line(), join.apply(asks.text()));
        } else if (step instanceof Step.Answered answered) {
            return new Step.Answered(answered.line(), join.apply(answered.text()));
        }
        return step;
    }
}
