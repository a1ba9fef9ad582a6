package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jline.utils.AttributedString;

/**
 * Messages as lines of a terminal: the time, the number, the name, the text wrapped beside it, what it answers above, and
 * below it its files, numbered, and what others gave it.
 */
final class Timeline {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final String INDENT = "      ";
    private static final int LEAST_TEXT = 20;

    private final Paint paint;
    private final Emoji emoji;
    private final ZoneId zone;
    private final Recent recent;
    private final List<Said.Attachment> files = new ArrayList<>();

    Timeline(Paint paint, Emoji emoji, ZoneId zone, Recent recent) {
        this.paint = paint;
        this.emoji = emoji;
        this.zone = zone;
        this.recent = recent;
    }

    /** @param to whom it went, when it was not said in the room that is shown; else nothing */
    List<AttributedString> lines(Said said, String me, String to, int columns) {
        String name = said.sender().name();
        boolean mention = said.mentions(me);
        String number = "#" + said.seq() + (mention ? " » " : " ");
        String tail = to.isEmpty() ? ": " : " to " + to + ": ";
        int head = INDENT.length() + Width.of(number + name + tail);
        List<String> text = Width.wrap(
                text(said),
                Math.max(LEAST_TEXT, columns - head - 1),
                Math.max(LEAST_TEXT, columns - INDENT.length() - 1));
        List<AttributedString> lines = new ArrayList<>();
        answered(said, columns).ifPresent(line -> lines.add(paint.dim(INDENT + line)));
        lines.add(Paint.join(
                paint.dim(TIME.format(at(said.time())) + " "),
                mention ? paint.warn(number) : paint.dim(number),
                paint.name(said.sender(), said.sender().id().equals(me)),
                paint.dim(tail.stripTrailing()),
                paint.plain(" "),
                mention ? paint.bold(text.get(0)) : paint.plain(text.get(0))));
        text.subList(1, text.size())
                .forEach(line -> lines.add(mention ? paint.bold(INDENT + line) : paint.plain(INDENT + line)));
        said.files().forEach(file -> lines.add(file(file)));
        state(said).ifPresent(line -> lines.add(paint.dim(INDENT + line)));
        return lines;
    }

    private String text(Said said) {
        if (said.json().has("deleted")) {
            return "(deleted)";
        }
        String changed = said.json().has("edited") ? " (changed)" : "";
        if (!said.text().isEmpty()) {
            return emoji.expand(said.text()) + changed;
        }
        return said.files().size() == 1 ? "(a file)" : "(" + said.files().size() + " files)";
    }

    private Optional<String> answered(Said said, int columns) {
        long to = said.json().path("replyTo").asLong();
        if (to == 0) {
            return Optional.empty();
        }
        String whose = recent.find(said.room(), to)
                .map(message -> message.sender().name() + ": "
                        + Clean.line(message.text().replace('\n', ' ')))
                .orElse("an earlier message");
        return Optional.of(Width.cut("┌ #" + to + " " + whose, Math.max(LEAST_TEXT, Math.min(80, columns) - 8)));
    }

    /** The reactions with how many gave each, and whether it is pinned. */
    private static Optional<String> state(Said said) {
        List<String> parts = new ArrayList<>();
        said.json().path("reactions").fields().forEachRemaining(each -> {
            JsonNode users = each.getValue();
            JsonNode last = users.path(users.size() - 1);
            parts.add(Clean.line(each.getKey()) + " " + (last.isNumber() ? last.asInt() : users.size()));
        });
        if (said.json().path("pinned").asBoolean()) {
            parts.add("(pinned)");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("  ", parts));
    }

    private AttributedString file(Said.Attachment file) {
        int number = numberOf(file);
        return Paint.join(
                paint.plain(INDENT + "file " + number + ": "),
                paint.bold(file.name()),
                paint.dim(" (" + Amount.bytes(file.size()) + ")  /download " + number));
    }

    private int numberOf(Said.Attachment file) {
        int at = files.indexOf(file);
        if (at < 0) {
            files.add(file);
            at = files.size() - 1;
        }
        return at + 1;
    }

    List<Said.Attachment> files() {
        return List.copyOf(files);
    }

    /** A line across, with words in it. */
    AttributedString rule(String words, int columns) {
        String begun = "── " + Width.cut(words, Math.max(1, columns - 6)) + " ";
        return paint.dim(begun + "─".repeat(Math.max(0, Math.min(columns, 80) - 1 - Width.of(begun))));
    }

    AttributedString day(long time, int columns) {
        return rule(DAY.format(at(time)), columns);
    }

    LocalDate dateOf(long time) {
        return at(time).toLocalDate();
    }

    private ZonedDateTime at(long time) {
        return Instant.ofEpochMilli(time).atZone(zone);
    }
}
