package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Where commands are carried out: the client that they ask, what is known, what is shown, and how people are found. */
final class Here {
    private final Client client;
    private final Hall hall;
    private final View view;
    private final AtomicReference<Optional<Runnable>> more = new AtomicReference<>(Optional.empty());

    Here(Client client, Hall hall, View view) {
        this.client = client;
        this.hall = hall;
        this.view = view;
    }

    Client client() {
        return client;
    }

    Hall hall() {
        return hall;
    }

    View view() {
        return view;
    }

    /** The room that is shown. */
    RoomInfo room() throws Misuse {
        return hall.current().orElseThrow(() -> new Misuse("You are not in a room yet."));
    }

    ObjectNode inRoom() throws Misuse {
        return Json.object().put("room", room().id());
    }

    /** Asks the server, and goes on with its answer; a refusal is shown. */
    void ask(String method, ObjectNode params, Consumer<JsonNode> then) {
        when(client.call(method, params), then);
    }

    /** The same for what answers nothing of interest. */
    void tell(String method, ObjectNode params, String done) {
        ask(method, params, answer -> view.note(done));
    }

    <T> void when(CompletableFuture<T> answer, Consumer<T> then) {
        CompletableFuture<?> unused = answer.thenAccept(then).exceptionally(this::failed);
    }

    @Nullable
    Void failed(Throwable failure) {
        view.warn(String.valueOf(SendScript.explain(failure).getMessage()));
        return null;
    }

    /** What {@code /more} shows next. */
    void more(boolean any, Runnable next) {
        more.set(any ? Optional.of(next) : Optional.empty());
        if (any) {
            view.note("There are more: /more shows them.");
        }
    }

    Optional<Runnable> takeMore() {
        return more.getAndSet(Optional.empty());
    }

    /** Somebody by name: online, an account, or else somebody in this room. */
    CompletableFuture<Person> person(String typed) {
        String name = typed.startsWith("@") ? typed.substring(1) : typed;
        Optional<Person> online =
                hall.people().stream().filter(each -> isCalled(each, name)).findFirst();
        if (online.isPresent()) {
            return CompletableFuture.completedFuture(online.get());
        }
        return client.call("people.find", Json.object().put("query", name)).thenCompose(page -> {
            Optional<Person> found = among(page.path("people"), name);
            return found.isPresent() ? CompletableFuture.completedFuture(found.get()) : member(name);
        });
    }

    private CompletableFuture<Person> member(String name) {
        String room = hall.current().map(RoomInfo::id).orElse("");
        return client.call("rooms.members", Json.object().put("room", room).put("query", name))
                .thenApply(page -> StreamSupport.stream(page.path("members").spliterator(), false)
                        .map(each -> Person.of(each.path("user")))
                        .filter(each -> isCalled(each, name))
                        .findFirst()
                        .orElseThrow(() -> nobody(name)));
    }

    /** Of that name among these. */
    static Optional<Person> among(JsonNode people, String name) {
        Stream<JsonNode> each = StreamSupport.stream(people.spliterator(), false);
        return each.map(Person::of).filter(person -> isCalled(person, name)).findFirst();
    }

    static CompletionException nobody(String name) {
        return new CompletionException(
                new CallException("NO_SUCH_USER", "There is nobody called " + Clean.line(name) + "."));
    }

    private static boolean isCalled(Person person, String name) {
        return person.name().equalsIgnoreCase(name);
    }
}
