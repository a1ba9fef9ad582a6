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
    private final Recent recent;
    private final Retelling retelling;
    /** Up to these numbers, messages came as they had become: what changed them is no news. */
    private final Map<String, Long> known = new HashMap<>();

    private final Map<String, Long> oldest = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();
    private final List<Said> held = new ArrayList<>();
    private String entering = "";
    private @Nullable Welcome welcome;
    private @Nullable LocalDate day;
    private boolean online;
    private boolean told;
    private boolean ended;

    View(Hall hall, Screen screen, Timeline timeline, Paint paint, Recent recent) {
        this.hall = hall;
        this.screen = screen;
        this.timeline = timeline;
        this.paint = paint;
        this.recent = recent;
        this.retelling = new Retelling(recent);
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

    /** A word or a number, and what there is to say of it, in lines of its own. */
    void item(String head, String text) {
        String begun = "  " + Width.pad(Width.cut(head, Math.max(12, screen.columns() / 2)), 14) + "  ";
        int indent = Math.min(Width.of(begun), 18);
        int columns = Math.max(20, screen.columns() - 1);
        List<String> lines = Width.wrap(Clean.text(text), Math.max(12, columns - Width.of(begun)), columns - indent);
        screen.print(List.of(Paint.join(paint.bold(begun), paint.plain(lines.get(0)))));
        lines.subList(1, lines.size()).forEach(line -> screen.print(List.of(paint.plain(" ".repeat(indent) + line))));
    }

    /** On as many lines as the terminal makes of it, so that it can be copied. */
    void whole(String text) {
        screen.print(List.of(paint.bold(text)));
    }

    synchronized void online(Welcome now, boolean renewed) {
        boolean first =
                welcome == null || ended || (!welcome.me().id().equals(now.me().id()) && !renewed);
        if (first || renewed) {
            known.clear();
            oldest.clear();
            newest.clear();
        }
        now.rooms().forEach(this::known);
        welcome = now;
        online = true;
        ended = false;
        told = false;
        if (first) {
            note("You are " + now.me().name() + " (" + now.me().kind() + ") at " + now.server()
                    + ". /help lists the commands.");
            hall.rooms().stream().filter(RoomInfo::isInvitation).forEach(this::invitation);
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
        ended = true;
        warn(sentence);
        if (!hint.isEmpty()) {
            note(hint);
        }
    }

    private void header(RoomInfo room, int unread) {
        String because = room.because().isEmpty() ? room.label() : room.label() + ": " + room.because();
        String news = unread == 0 ? "" : ", " + unread + " new";
        screen.print(List.of(timeline.rule(room.title() + " (" + because + ")" + news, screen.columns())));
        if (!room.topic().isEmpty()) {
            note("Topic: " + room.topic());
        }
        if (room.archived()) {
            note("It is archived: it can be read only.");
        }
        if (room.gone()) {
            note(room.name() + " has left for good: nothing more can be sent here.");
        }
    }

    /** Of a room that is new here, or at a log-in. */
    synchronized void known(RoomInfo room) {
        known.putIfAbsent(room.id(), room.lastSequence());
    }

    synchronized void invitation(RoomInfo room) {
        note(room.invitedBy() + " invites you to " + room.title()
                + (room.topic().isEmpty() ? "" : " (" + room.topic() + ")") + ": /accept " + room.name()
                + " or /decline " + room.name());
    }

    /** A room is ours no more; the one that is shown instead follows. */
    synchronized void left(RoomInfo room, JsonNode how, boolean shown) {
        known.remove(room.id());
        oldest.remove(room.id());
        newest.remove(room.id());
        warn(Retelling.left(room.title(), how));
        if (shown) {
            entering = "";
            hall.current().ifPresent(next -> header(next, 0));
        }
    }

    Optional<Long> lastOwn(String room) {
        return recent.last(room, me());
    }

    synchronized void entry(Said entry) {
        if (entry.room().equals(entering)) {
            held.add(entry);
        } else if (hall.isCurrent(entry.room())) {
            boolean old = entry.isChange() && entry.seq() <= known.getOrDefault(entry.room(), 0L);
            if (entry.seq() > newest.getOrDefault(entry.room(), 0L) && !old) {
                show(entry);
            }
            recent.take(entry);
        } else {
            recent.take(entry);
            elsewhere(entry);
        }
    }

    private void elsewhere(Said entry) {
        if (!entry.isMessage() || hall.isBlocked(entry.sender())) {
            return;
        }
        String where = hall.room(entry.room()).map(RoomInfo::title).orElse("a room");
        String who = entry.sender().name();
        if (entry.sender().id().equals(me())) {
            if (entry.seq() > known.getOrDefault(entry.room(), 0L)) {
                screen.print(timeline.lines(entry, me(), where, screen.columns()));
            }
        } else if (hall.count(entry)) {
            String named = entry.mentions(me())
                    ? who + " mentions you in " + where
                    : "New in " + where + (where.equals("@" + who) ? "" : " by " + who);
            note(named + ": /room " + where + " goes there.");
        }
    }

    private synchronized String me() {
        return welcome == null ? "" : welcome.me().id();
    }

    private void show(Said entry) {
        List<AttributedString> lines = new ArrayList<>();
        LocalDate date = timeline.dateOf(entry.time());
        oldest.merge(entry.room(), entry.seq(), Math::min);
        newest.merge(entry.room(), entry.seq(), Math::max);
        if (entry.isMessage()) {
            if (!date.equals(day)) {
                lines.add(timeline.day(entry.time(), screen.columns()));
                day = date;
            }
            lines.addAll(message(entry));
        } else {
            retelling.of(entry).ifPresent(sentence -> lines.addAll(told(sentence)));
        }
        screen.print(lines);
    }

    private List<AttributedString> message(Said said) {
        return hall.isBlocked(said.sender())
                ? told("#" + said.seq() + " is a message of " + said.sender().name() + ", whom you have blocked")
                : timeline.lines(said, me(), "", screen.columns());
    }

    private List<AttributedString> told(String sentence) {
        int columns = Math.max(20, screen.columns() - 7);
        return Width.wrap(sentence, columns, columns).stream()
                .map(line -> paint.dim("      " + line))
                .toList();
    }

    /** A message out of its place, with where it was said unless that is here. */
    synchronized void found(Said said, String where) {
        recent.take(said);
        String place = where.isEmpty() ? "" : "in " + where + ", ";
        screen.print(List.of(paint.dim("      " + place + Lists.time(said.time()) + ":")));
        screen.print(message(said));
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
        page.path("entries").forEach(each -> past(Said.of(each)));
        newest.merge(room.id(), page.path("last").asLong(), Math::max);
        if (page.path("last").asLong(1) == 0) {
            note("Nothing has been said here yet.");
        }
        held.forEach(this::entry);
        held.clear();
    }

    /** Out of a page: messages are as they have become, so that what changed them need not be told. */
    private void past(Said said) {
        recent.take(said);
        if (said.isChange()) {
            oldest.merge(said.room(), said.seq(), Math::min);
        } else {
            show(said);
        }
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
        entries.forEach(each -> past(Said.of(each)));
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
            int mentions = hall.mentions(room.id());
            String news =
                    unread == 0 ? "" : "  " + unread + " new" + (mentions == 0 ? "" : ", " + mentions + " for you");
            news = room.isInvitation() ? "  invited by " + room.invitedBy() + ": /accept or /decline" : news;
            String label = room.isInvitation()
                    ? ""
                    : "  " + room.label() + (room.because().isEmpty() ? "" : ": " + room.because());
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
                .map(each -> Width.cut(each.title(), 14) + " " + hall.unread(each.id())
                        + (hall.mentions(each.id()) > 0 ? "!" : ""))
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
