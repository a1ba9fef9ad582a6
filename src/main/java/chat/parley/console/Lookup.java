package chat.parley.console;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Finds a room by what a person calls it: its name, its id, or the person to talk with. */
final class Lookup {
    private Lookup() {}

    /** Among the rooms we have; an {@code @} asks for a person. */
    static Optional<RoomInfo> among(Collection<RoomInfo> rooms, String wanted) {
        String name = wanted.strip();
        Optional<RoomInfo> exact = rooms.stream()
                .filter(room -> room.id().equals(name) || same(room.title(), name))
                .findFirst();
        return exact.isPresent()
                ? exact
                : rooms.stream()
                        .filter(room -> !room.gone() && same(room.name(), name))
                        .findFirst();
    }

    /** Opens the conversation with somebody; fails {@code NO_SUCH_USER}. */
    static CompletableFuture<RoomInfo> open(Client client, String person) {
        String name = person.strip();
        return client.call("direct.open", Json.object().put("name", name.startsWith("@") ? name.substring(1) : name))
                .thenApply(RoomInfo::of);
    }

    /** The same for what may also have been meant as a room's name. */
    static CompletableFuture<RoomInfo> openOrExplain(Client client, String wanted) {
        return open(client, wanted).exceptionally(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            boolean neither = cause instanceof CallException refusal
                    && refusal.failure().equals("NO_SUCH_USER")
                    && !wanted.startsWith("@");
            throw new CompletionException(
                    neither
                            ? new CallException(
                                    "NO_SUCH_ROOM",
                                    "You have no room " + wanted + ", and nobody of that name is here. /rooms and /who"
                                            + " list what there is.")
                            : cause);
        });
    }

    private static boolean same(String one, String other) {
        return one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
