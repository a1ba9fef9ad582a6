package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jspecify.annotations.Nullable;

/** What a console shows: messages, notes, lists and the prompt. */
final class View {
    private static final int TITLE = 24;

    private final Hall hall;
    private final Screen screen;
    private final Timeline timeline;
    private final Paint paint;
    private final Map<String, Long> oldest = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final List<Said> held = new ArrayList<>();
    private String entering = "";
    private @Nullable Welcome welcome;
    private @Nullable LocalDate day;
    private boolean online;
    private boolean told;

    View(Hall hall, Screen screen, Timeline timeline, Paint paint) {
        this.hall = hall;
        this.screen = screen;
        this.timeline = timeline;
        this.paint = paint;
    }

    synchronized @Nullable Welcome welcome() {
        return welcome;
    }

    void note(String text) {
        wrapped(text).forEach(line -> screen.print(List.of(paint.dim(line))));
    }

    void warn(String text) {
        wrapped(text).forEach(line -> screen.print(List.of(paint.warn(line))));
    }

    private List<String> wrapped(String text) {
        int columns = Math.max(20, screen.columns() - 1);
        return Width.wrap(Clean.text(text), columns, columns);
    }

    synchronized void online(Welcome now, boolean renewed) {
        boolean first = welcome == null;
        welcome = now;
        online = true;
        told = false;
        if (first) {
            note("You are " + now.me().name() + " (" + now.me().kind() + ") at " + now.server()
                    + ". /help lists the commands.");
            hall.current().ifPresent(room -> header(room, 0));
        } else if (renewed) {
            note(
                    "Back, but the session before was over: you are somebody new to the others, and private conversations begin anew.");
        } else {
            note("Back again.");
        }
    }

    synchronized void offline(String why, Duration retryIn) {
        online = false;
        if (!told) {
            long seconds = Math.max(1, (retryIn.toMillis() + 500) / 1000);
            warn("Offline: " + why + ". Trying again by itself, first in " + seconds + " s.");
            told = true;
        }
    }

    synchronized void over(String sentence, String hint) {
        online = false;
        warn(sentence);
        if (!hint.isEmpty()) {
            note(hint);
        }
    }

    private void header(RoomInfo room, int unread) {
        String because = room.because().isEmpty() ? room.label() : room.label() + ": " + room.because();
        String news = unread == 0 ? "" : ", " + unread + " new";
        screen.print(List.of(timeline.rule(room.title() + " (" + because + ")" + news, screen.columns())));
        if (room.gone()) {
            note(room.name() + " has left for good: nothing more can be sent here.");
        }
    }

    synchronized void entry(Said entry) {
        if (!entry.isMessage()) {
            return;
        }
        boolean mine =
                welcome != null && entry.sender().id().equals(welcome.me().id());
        if (entry.room().equals(entering)) {
            held.add(entry);
        } else if (hall.isCurrent(entry.room())) {
            if (entry.seq() > newest.getOrDefault(entry.room(), 0L)) {
                show(entry);
            }
        } else if (mine) {
            String to = hall.room(entry.room()).map(RoomInfo::title).orElse("another room");
            screen.print(timeline.lines(entry, me(), to, screen.columns()));
        } else if (hall.count(entry)) {
            String where = hall.room(entry.room()).map(RoomInfo::title).orElse("a room");
            String who = where.equals("@" + entry.sender().name())
                    ? ""
                    : " by " + entry.sender().name();
            note("New in " + where + who + ": /room " + where + " goes there.");
        }
    }

    private String me() {
        return welcome == null ? "" : welcome.me().id();
    }

    private void show(Said entry) {
        List<AttributedString> lines = new ArrayList<>();
        LocalDate date = timeline.dateOf(entry.time());
        if (!date.equals(day)) {
            lines.add(timeline.day(entry.time(), screen.columns()));
            day = date;
        }
        oldest.merge(entry.room(), entry.seq(), Math::min);
        newest.merge(entry.room(), entry.seq(), Math::max);
        lines.addAll(timeline.lines(entry, me(), "", screen.columns()));
        screen.print(lines);
    }

    /** Goes to another room; what is said there waits until its newest page is shown. Answers how much was unread. */
    synchronized int enter(RoomInfo room) {
        entering = room.id();
        held.clear();
        return hall.go(room);
    }

    /** In another room now, with the newest page of it. */
    synchronized void entered(RoomInfo room, int unread, JsonNode page) {
        if (!room.id().equals(entering)) {
            return;
        }
        entering = "";
        header(room, unread);
        day = null;
        oldest.remove(room.id());
        newest.remove(room.id());
        page.path("entries").forEach(each -> {
            Said said = Said.of(each);
            if (said.isMessage()) {
                show(said);
            } else {
                oldest.merge(room.id(), said.seq(), Math::min);
            }
        });
        if (page.path("last").asLong(1) == 0) {
            note("Nothing has been said here yet.");
        }
        held.forEach(this::entry);
        held.clear();
    }

    synchronized ObjectNode before(RoomInfo room, int count) {
        ObjectNode params = Json.object().put("room", room.id()).put("limit", count);
        Long first = oldest.get(room.id());
        return first == null ? params : params.put("before", first.longValue());
    }

    synchronized void older(RoomInfo room, JsonNode page) {
        JsonNode entries = page.path("entries");
        if (entries.isEmpty()) {
            note("The first message of " + room.title() + " is above already: there is nothing older.");
            return;
        }
        LocalDate now = day;
        screen.print(List.of(timeline.rule("older in " + room.title(), screen.columns())));
        day = null;
        entries.forEach(each -> {
            Said said = Said.of(each);
            oldest.merge(room.id(), said.seq(), Math::min);
            if (said.isMessage()) {
                show(said);
            }
        });
        day = now;
        boolean more = entries.path(0).path("seq").asLong() > page.path("first").asLong();
        screen.print(List.of(timeline.rule(more ? "now (PageUp: still older)" : "now", screen.columns())));
    }

    void cameOrWent(Person person) {
        if (hall.current()
                .map(room -> !room.isDirect() || room.name().equals(person.name()))
                .orElse(false)) {
            note("      " + person.name() + (person.online() ? " is here" : " has left"));
        }
    }

    void rooms() {
        int number = 0;
        int longest = hall.rooms().stream()
                .mapToInt(room -> Width.of(room.title()))
                .max()
                .orElse(0);
        for (RoomInfo room : hall.rooms()) {
            int unread = hall.unread(room.id());
            int title = Math.min(TITLE, longest);
            String head = (hall.isCurrent(room.id()) ? "*" : " ") + " " + Width.pad(String.valueOf(++number), 3)
                    + Width.pad(Width.cut(room.title(), title), title);
            String news = unread == 0 ? "" : "  " + unread + " new";
            String label = "  " + room.label() + (room.because().isEmpty() ? "" : ": " + room.because());
            int left = Math.max(10, screen.columns() - 1 - Width.of(head + news));
            screen.print(List.of(Paint.join(paint.plain(head), paint.bold(news), paint.dim(Width.cut(label, left)))));
        }
    }

    void people() {
        List<Person> all = hall.people();
        String names = all.stream()
                .map(person -> person.kind().equals("legacy") ? person.name() + " (legacy)" : person.name())
                .collect(Collectors.joining(", "));
        note(all.size() + (all.size() == 1 ? " person is here: " : " people are here: ") + names);
    }

    void help() {
        for (List<String> each : Words.COMMANDS) {
            screen.print(List.of(
                    Paint.join(paint.bold(Width.pad(each.get(0) + " " + each.get(1), 26)), paint.plain(each.get(2)))));
        }
        note("Tab completes commands, names, rooms, paths and emoji (:roc). Everything else is said in this room.");
    }

    /** By its number, or the latest of that name. */
    Optional<Said.Attachment> file(String which) {
        List<Said.Attachment> files = timeline.files();
        if (which.matches("\\d{1,6}") && Integer.parseInt(which) >= 1 && Integer.parseInt(which) <= files.size()) {
            return Optional.of(files.get(Integer.parseInt(which) - 1));
        }
        return files.stream().filter(file -> file.name().equals(which)).reduce((one, later) -> later);
    }

    /** The room, its label and what is unread elsewhere; a narrow terminal keeps room to type. */
    synchronized AttributedString prompt(int columns) {
        Optional<RoomInfo> room = hall.current();
        AttributedStringBuilder prompt = new AttributedStringBuilder();
        String state = online ? "" : ", offline";
        if (room.isEmpty()) {
            return paint.plain("(not connected) > ");
        }
        prompt.append(paint.bold(Width.cut(room.get().title(), Math.max(8, columns / 4))));
        prompt.append(paint.plain(" (" + room.get().label() + state + ")"));
        List<String> news = hall.rooms().stream()
                .filter(each -> !hall.isCurrent(each.id()) && hall.unread(each.id()) > 0)
                .map(each -> Width.cut(each.title(), 14) + " " + hall.unread(each.id()))
                .toList();
        if (!news.isEmpty()) {
            String list = String.join(", ", news);
            int space = columns / 2 - Width.of(prompt.toString());
            String shown = Width.of(list) <= space ? list : news.size() + " rooms with news";
            prompt.append(paint.bold(" [" + shown + "]"));
        }
        return prompt.append(paint.plain(" > ")).toAttributedString();
    }
}
