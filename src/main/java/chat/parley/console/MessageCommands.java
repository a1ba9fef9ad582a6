package chat.parley.console;

import chat.parley.model.MessageId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;

/** What is done with messages that are there: changed, answered, marked, found. Each by the number that stands before it. */
final class MessageCommands {
    private static final int PAGE = 10;

    private final Here here;
    private final Sending sending;
    private final Emoji emoji;

    MessageCommands(Here here, Sending sending, Emoji emoji) {
        this.here = here;
        this.sending = sending;
        this.emoji = emoji;
    }

    List<Command> list() {
        return List.of(
                new Command("/reply", "#N TEXT", "answers a message", this::reply),
                new Command("/thread", "#N", "shows a message and all answers to it", this::thread),
                new Command("/readers", "", "says who has read how far, in a room of few", this::readers),
                new Command("/edit", "[#N] TEXT", "changes your message, without a number the last", this::edit),
                new Command("/delete", "[#N]", "deletes a message, without a number your last", this::delete),
                new Command("/react", "#N EMOJI", "gives an emoji, such as :heart:", given -> react(given, true)),
                new Command("/unreact", "#N EMOJI", "takes it back", given -> react(given, false)),
                new Command("/pin", "#N", "pins a message", given -> pin(given, true)),
                new Command("/unpin", "#N", "pins it no longer", given -> pin(given, false)),
                new Command("/pins", "", "shows the pinned messages", this::pins),
                new Command(
                        "/search",
                        "TEXT [--room] [--from NAME] [--since DATE] [--until DATE]",
                        "finds messages; --room: in this one",
                        this::search));
    }

    private void reply(Arguments given) throws Misuse {
        long target = given.message();
        sending.send(here.room(), given.text(), List.of(), Optional.of(target));
    }

    private void thread(Arguments given) throws Misuse {
        ObjectNode params = here.inRoom().put("target", given.message()).put("limit", PAGE);
        given.end();
        thread(params);
    }

    private void thread(ObjectNode params) {
        here.ask("messages.thread", params, page -> {
            JsonNode replies = page.path("replies");
            if (!params.has("after") && page.has("root")) {
                here.view().found(Said.of(page.path("root")), "");
            }
            if (replies.isEmpty()) {
                here.view().note("Nobody has answered" + (params.has("after") ? " since" : "") + ".");
            }
            replies.forEach(each -> here.view().found(Said.of(each), ""));
            long last = replies.path(replies.size() - 1).path("seq").asLong();
            here.more(page.path("more").asBoolean(), () -> thread(params.put("after", last)));
        });
    }

    private void readers(Arguments given) throws Misuse {
        given.end();
        ObjectNode room = here.inRoom();
        here.when(here.client().call("rooms.readers", room).thenCompose(this::named), readers -> {
            if (readers.isEmpty()) {
                here.view().note("That is known of rooms with at most 20 people, other than the lobby.");
            }
            readers.forEach(each -> here.view().note(each));
        });
    }

    private CompletableFuture<List<String>> named(JsonNode answer) {
        JsonNode readers = answer.path("readers");
        ObjectNode ids = Json.object();
        readers.forEach(each -> ids.withArray("users").add(each.path("user").asText()));
        if (readers.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        return here.client().call("people.get", ids).thenApply(page -> {
            List<String> lines = new ArrayList<>();
            for (JsonNode reader : readers) {
                String name = StreamSupport.stream(page.path("people").spliterator(), false)
                        .map(Person::of)
                        .filter(person -> person.id().equals(reader.path("user").asText()))
                        .map(Person::name)
                        .findFirst()
                        .orElse("somebody");
                lines.add(name + " has read up to #" + reader.path("seq").asLong() + ".");
            }
            return lines;
        });
    }

    private ObjectNode change(long target) throws Misuse {
        return here.inRoom()
                .put("id", MessageId.at(System.currentTimeMillis()).value())
                .put("target", target);
    }

    private long lastOwn() throws Misuse {
        return here.view()
                .lastOwn(here.room().id())
                .orElseThrow(() -> new Misuse("No message of yours is shown here. Its number says which: #12."));
    }

    private void edit(Arguments given) throws Misuse {
        Optional<Long> number = given.messageIfAny();
        String text = emoji.expand(given.text());
        act(
                "messages.edit",
                change(number.isPresent() ? number.get() : lastOwn()).put("text", text));
    }

    private void delete(Arguments given) throws Misuse {
        Optional<Long> number = given.messageIfAny();
        given.end();
        act("messages.delete", change(number.isPresent() ? number.get() : lastOwn()));
    }

    private void react(Arguments given, boolean on) throws Misuse {
        act(
                "messages.react",
                change(given.message()).put("emoji", emoji.expand(given.text())).put("on", on));
    }

    private void pin(Arguments given, boolean on) throws Misuse {
        act("messages.pin", change(given.message()).put("on", on));
    }

    /** The entry that follows says what was done. */
    private void act(String method, ObjectNode params) {
        here.ask(method, params, done -> {});
    }

    private void pins(Arguments given) throws Misuse {
        given.end();
        RoomInfo room = here.room();
        here.ask("rooms.pins", here.inRoom(), answer -> {
            if (answer.path("entries").isEmpty()) {
                here.view().note("Nothing is pinned in " + room.title() + ".");
            }
            answer.path("entries").forEach(each -> here.view().found(Said.of(each), ""));
        });
    }

    private void search(Arguments given) throws Misuse {
        ObjectNode params = given.flag("--room") ? here.inRoom() : Json.object();
        params.put("limit", PAGE);
        Optional<String> from = given.option("--from");
        Optional<String> since = given.option("--since");
        Optional<String> until = given.option("--until");
        if (since.isPresent()) {
            params.put("from", midnight(since.get(), 0));
        }
        if (until.isPresent()) {
            params.put("to", midnight(until.get(), 1) - 1);
        }
        params.put("query", given.text());
        CompletableFuture<ObjectNode> whole = from.isPresent()
                ? here.person(from.get()).thenApply(person -> params.put("sender", person.id()))
                : CompletableFuture.completedFuture(params);
        here.when(whole, this::results);
    }

    private static long midnight(String date, int daysLater) throws Misuse {
        try {
            return LocalDate.parse(date)
                    .plusDays(daysLater)
                    .atStartOfDay(ZoneId.systemDefault())
                    .toInstant()
                    .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new Misuse("A date is like 2026-11-25, not " + Clean.line(date) + ".");
        }
    }

    private void results(ObjectNode params) {
        here.ask("messages.search", params, page -> {
            JsonNode results = page.path("results");
            if (results.isEmpty()) {
                here.view().note("Nothing " + (params.has("before") ? "further " : "") + "was found.");
            }
            results.forEach(each -> {
                Said said = Said.of(each.path("entry"));
                String where =
                        here.hall().room(said.room()).map(RoomInfo::title).orElse("another room");
                here.view().found(said, where);
            });
            String next = page.path("next").asText();
            here.more(page.path("more").asBoolean(), () -> results(params.put("before", next)));
        });
    }
}
