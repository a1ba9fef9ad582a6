package chat.parley.console;

import chat.parley.model.MessageId;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** Rooms to find, make, come into and leave, and their settings. */
final class RoomCommands {
    private static final int PAGE = 20;

    private final Here here;
    private final Consumer<RoomInfo> go;

    /** @param go shows a room */
    RoomCommands(Here here, Consumer<RoomInfo> go) {
        this.here = here;
        this.go = go;
    }

    List<Command> list() {
        return List.of(
                new Command("/find", "[TEXT]", "lists public rooms to join", this::find),
                new Command(
                        "/create",
                        "ROOMNAME [TEXT] [--private]",
                        "makes a room (\"A NAME\" with spaces)",
                        this::create),
                new Command("/join", "ROOMNAME", "comes into a public room, or one you are invited to", this::join),
                new Command("/accept", "[INVITATION]", "comes into the room that you are invited to", this::join),
                new Command("/decline", "[INVITATION]", "declines an invitation", this::decline),
                new Command("/leave", "[ROOM]", "leaves this room, or that one", this::leave),
                new Command("/members", "[NAME]", "lists who is in this room, with their roles", this::members),
                new Command("/topic", "[TEXT|none]", "shows or sets the topic", this::topic),
                new Command("/rename", "ROOMNAME", "gives this room another name", this::rename),
                new Command("/keep", "DAYS|forever", "how long messages are kept here", this::keep),
                new Command("/archive", "[off]", "makes this room read only, or writable again", this::archive));
    }

    private void find(Arguments given) {
        found(given.remaining().orElse(""), Optional.empty());
    }

    private void found(String text, Optional<String> after) {
        ObjectNode params = Json.object().put("query", text).put("limit", PAGE);
        after.ifPresent(id -> params.put("after", id));
        here.ask("rooms.find", params, page -> {
            JsonNode rooms = page.path("rooms");
            if (rooms.isEmpty()) {
                here.view().note("There is no " + (after.isEmpty() ? "" : "further ") + "public room of that name.");
            }
            rooms.forEach(room -> here.view()
                    .item(
                            Clean.line(room.path("name").asText()),
                            room.path("memberCount").asInt() + " in it"
                                    + (room.path("joined").asBoolean() ? ", you too" : "")
                                    + topicOf(room)));
            String last = rooms.path(rooms.size() - 1).path("id").asText();
            here.more(rooms.size() == PAGE, () -> found(text, Optional.of(last)));
        });
    }

    private static String topicOf(JsonNode room) {
        String topic = Clean.line(room.path("topic").asText());
        return topic.isEmpty() ? "" : ": " + topic;
    }

    private void create(Arguments given) throws Misuse {
        boolean secret = given.flag("--private");
        ObjectNode params = Json.object()
                .put("id", MessageId.at(System.currentTimeMillis()).value())
                .put("name", given.word())
                .put("kind", secret ? "private" : "public");
        given.remaining().ifPresent(topic -> params.put("topic", topic));
        here.ask("rooms.create", params, this::come);
    }

    private void come(JsonNode room) {
        here.client().entered(room);
        go.accept(RoomInfo.of(room));
    }

    private void join(Arguments given) throws Misuse {
        Optional<String> name = given.remaining().map(Arguments::unquoted);
        Optional<RoomInfo> invited = here.hall().invitation(name.orElse(""));
        if (invited.isEmpty() && name.isEmpty()) {
            throw new Misuse("Nobody has invited you just now. /find lists public rooms.");
        }
        CompletableFuture<String> room = invited.isPresent()
                ? CompletableFuture.completedFuture(invited.get().id())
                : lookUp(name.orElse(""));
        here.when(
                room.thenCompose(
                        id -> here.client().call("rooms.join", Json.object().put("room", id))),
                this::come);
    }

    private CompletableFuture<String> lookUp(String name) {
        return here.client()
                .call("rooms.find", Json.object().put("query", name))
                .thenApply(page -> StreamSupport.stream(page.path("rooms").spliterator(), false)
                        .filter(room -> room.path("name").asText().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow(() -> new CompletionException(new CallException(
                                "NO_SUCH_ROOM",
                                "There is no public room " + Clean.line(name) + ". /find lists what there is.")))
                        .path("id")
                        .asText());
    }

    private void decline(Arguments given) throws Misuse {
        RoomInfo room = here.hall()
                .invitation(given.remaining().map(Arguments::unquoted).orElse(""))
                .orElseThrow(() -> new Misuse("There is no such invitation. /rooms lists yours."));
        here.tell("rooms.leave", Json.object().put("room", room.id()), "Declined.");
    }

    private void leave(Arguments given) throws Misuse {
        RoomInfo room = given.isEmpty()
                ? here.room()
                : here.hall()
                        .find(given.name())
                        .orElseThrow(() -> new Misuse("You have no such room. /rooms lists yours."));
        here.ask("rooms.leave", Json.object().put("room", room.id()), done -> {});
    }

    private void members(Arguments given) throws Misuse {
        members(here.inRoom().put("limit", PAGE), given.remaining().orElse(""));
    }

    private void members(ObjectNode params, String query) {
        if (!query.isEmpty()) {
            params.put("query", query);
        }
        boolean first = !params.has("after");
        here.ask("rooms.members", params, page -> {
            JsonNode members = page.path("members");
            if (first) {
                here.view().note(page.path("total").asInt() + " in all:");
            }
            members.forEach(each -> here.view()
                    .item(
                            Person.of(each.path("user")).name(),
                            Lists.about(each.path("user"), each.path("role").asText())
                                    + (each.has("mutedUntil")
                                            ? ", muted until "
                                                    + Lists.time(each.path("mutedUntil")
                                                            .asLong())
                                            : "")));
            String last =
                    members.path(members.size() - 1).path("user").path("id").asText();
            here.more(members.size() == PAGE, () -> members(params.put("after", last), query));
        });
    }

    private void topic(Arguments given) throws Misuse {
        RoomInfo room = here.room();
        Optional<String> topic = given.remaining();
        if (topic.isEmpty()) {
            here.view().note(room.topic().isEmpty() ? "There is no topic." : "The topic: " + room.topic());
            return;
        }
        set(here.inRoom().put("topic", topic.get().equals("none") ? "" : topic.get()));
    }

    private void rename(Arguments given) throws Misuse {
        set(here.inRoom().put("name", given.name()));
    }

    private void keep(Arguments given) throws Misuse {
        boolean forever = given.flag("forever");
        set(here.inRoom().put("retentionDays", forever ? 0 : given.number(1, 36_500)));
    }

    private void archive(Arguments given) throws Misuse {
        boolean off = given.flag("off");
        given.end();
        set(here.inRoom().put("archived", !off));
    }

    /** What members read of the time before they joined. */
    void history(String which) throws Misuse {
        set(here.inRoom().put("history", which));
    }

    /** The entry that follows says what was done. */
    private void set(ObjectNode change) {
        here.ask("rooms.set", change, done -> {});
    }
}
