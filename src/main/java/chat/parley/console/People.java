package chat.parley.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads who is online, page by page. */
final class People {
    private static final int PAGE = 200;
    private static final int MOST = 2000;

    private final Client client;
    private final List<Person> found = new ArrayList<>();

    People(Client client) {
        this.client = client;
    }

    /** Everybody, or the first of very many. */
    CompletableFuture<List<Person>> list() {
        ObjectNode params = Json.object().put("limit", PAGE);
        if (!found.isEmpty()) {
            params.put("after", found.get(found.size() - 1).name());
        }
        return client.call("people.list", params).thenCompose(page -> {
            int before = found.size();
            page.path("people").forEach(person -> found.add(Person.of(person)));
            boolean done =
                    found.size() == before || found.size() >= page.path("total").asInt() || found.size() >= MOST;
            return done ? CompletableFuture.completedFuture(List.copyOf(found)) : list();
        });
    }
}
