package chat.parley.console;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;

/** Messages as lines of a terminal: the time, the name, the text wrapped beside it, and a number for each file. */
final class Timeline {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final String INDENT = "      ";
    private static final int LEAST_TEXT = 20;

    private final Paint paint;
    private final Emoji emoji;
    private final ZoneId zone;
    private final List<Said.Attachment> files = new ArrayList<>();

    Timeline(Paint paint, Emoji emoji, ZoneId zone) {
        this.paint = paint;
        this.emoji = emoji;
        this.zone = zone;
    }

    /** @param to whom it went, when it was not said in the room that is shown; else nothing */
    List<AttributedString> lines(Said said, String me, String to, int columns) {
        String name = said.sender().name();
        String tail = to.isEmpty() ? ": " : " to " + to + ": ";
        int head = INDENT.length() + Width.of(name + tail);
        List<String> text = said.text().isEmpty()
                ? List.of(
                        said.files().size() == 1
                                ? "(a file)"
                                : "(" + said.files().size() + " files)")
                : Width.wrap(
                        emoji.expand(said.text()),
                        Math.max(LEAST_TEXT, columns - head - 1),
                        Math.max(LEAST_TEXT, columns - INDENT.length() - 1));
        List<AttributedString> lines = new ArrayList<>();
        lines.add(Paint.join(
                paint.dim(TIME.format(at(said.time())) + " "),
                paint.name(said.sender(), said.sender().id().equals(me)),
                paint.dim(tail.stripTrailing()),
                paint.plain(" " + text.get(0))));
        text.subList(1, text.size()).forEach(line -> lines.add(paint.plain(INDENT + line)));
        said.files().forEach(file -> lines.add(file(file)));
        return lines;
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
