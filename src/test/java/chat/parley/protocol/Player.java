package chat.parley.protocol;

import chat.parley.model.UserKind;
import chat.parley.support.LegacyProbe;
import chat.parley.support.Probe;
import chat.parley.support.TcpProbe;
import chat.parley.support.TestServer;
import chat.parley.support.WebProbe;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plays the examples of one section: a server of its own, a connection per name, and the placeholders between them. */
final class Player implements AutoCloseable {
    /** Whose connection an arrow without a name is. */
    static final String READER = "ann";

    private static final String CLOSES = "(the connection closes)";
    private static final String KNOWN_AS = "(?: as (\\S+)(?: with (\\S+))?)?";

    /** The doors that speak the protocol. */
    enum Door {
        WEB,
        NATIVE
    }

    private final Door door;
    private final Map<String, Probe> clients = new LinkedHashMap<>();
    private final List<LegacyProbe> legacyClients = new ArrayList<>();
    private final List<String> settings =
            new ArrayList<>(List.of("limits.messagesPerSecond", "20", "limits.loginsPerMinute", "120"));
    private @Nullable TestServer server;
    private @Nullable Placeholders placeholders;
    private @Nullable HttpExample http;

    Player(Door door) {
        this.door = door;
    }

    /** One step; throws an {@link AssertionError} that says what the server did instead. */
    void play(Document.Step step) {
        if (step instanceof Document.Step.Says says) {
            client(says.who()).raw(placeholders().fill(says.text()));
        } else if (step instanceof Document.Step.Hears hears) {
            hear(client(hears.who()), hears.text());
        } else if (step instanceof Document.Step.Asks asks) {
            http = HttpExample.ask(placeholders(), asks.text());
        } else if (step instanceof Document.Step.Answered answered) {
            if (http == null) {
                throw new AssertionError("an answer without a request before it");
            }
            http.compare(placeholders(), answered.text());
        } else if (step instanceof Document.Step.Prepares prepares) {
            prepare(prepares.text());
        }
    }

    /** What may stand in a setup, besides arrows; the comment of {@link ProtocolDocTest} explains each. */
    private Map<String, Consumer<MatchResult>> preparations() {
        return Map.ofEntries(
                Map.entry("the server has (\\S+) = (.+)", step -> set(step.group(1), step.group(2))),
                Map.entry("the server stops", step -> server().stop()),
                Map.entry("(\\w+) connects", step -> connect(step.group(1))),
                Map.entry("(\\w+) greets", step -> connect(step.group(1)).hello()),
                Map.entry("(\\w+) enters" + KNOWN_AS, step -> enter(step, Entrance.GUEST)),
                Map.entry("(\\w+) has an account" + KNOWN_AS, step -> enter(step, Entrance.MEMBER)),
                Map.entry("(\\w+) is an administrator" + KNOWN_AS, step -> enter(step, Entrance.ADMIN)),
                Map.entry(
                        "(\\w+) enters by the legacy door", step -> legacyClients.add(server().legacy(step.group(1)))),
                Map.entry(
                        "(\\w+) follows (\\S+)",
                        step -> client(step.group(1)).follow(placeholders().fill(step.group(2)), null)),
                Map.entry("(\\w+) leaves", step -> client(step.group(1)).cut()));
    }

    private void prepare(String text) {
        for (Map.Entry<String, Consumer<MatchResult>> each : preparations().entrySet()) {
            Matcher match = Pattern.compile(each.getKey()).matcher(text);
            if (match.matches()) {
                each.getValue().accept(match);
                return;
            }
        }
        throw new AssertionError("there is no preparation \"" + text + "\"; ProtocolDocTest lists them");
    }

    private void set(String key, String value) {
        if (server != null) {
            throw new AssertionError("the server runs already; its settings come first in a section");
        }
        settings.addAll(List.of(key, value));
    }

    private enum Entrance {
        GUEST,
        MEMBER,
        ADMIN
    }

    private void enter(MatchResult step, Entrance entrance) {
        String name = step.group(1);
        Probe client = connect(name);
        client.hello();
        switch (entrance) {
            case GUEST -> client.login(name);
            case MEMBER -> client.register(name, server().invite(UserKind.MEMBER));
            case ADMIN -> client.register(name, server().invite(UserKind.ADMIN));
        }
        if (step.group(2) != null) {
            placeholders().bind(step.group(2), client.userId());
        }
        if (step.group(3) != null) {
            placeholders().bind(step.group(3), client.token());
        }
    }

    private void hear(Probe client, String text) {
        if (text.equals(CLOSES)) {
            client.closeCode();
            return;
        }
        Written written = written(text);
        AtomicReference<@Nullable String> nearest = new AtomicReference<>();
        try {
            client.next("what the document has", message -> {
                if (!isAbout(message, written.json())) {
                    return false;
                }
                Placeholders tried = placeholders().copy();
                String difference = written.difference(message, tried);
                if (difference == null) {
                    placeholders().become(tried);
                    return true;
                }
                nearest.compareAndSet(null, difference + "\n  all of it: " + message);
                if (message.has("method")) {
                    return false; // another one of its kind may follow
                }
                throw new AssertionError(nearest.get());
            });
        } catch (AssertionError e) {
            throw nearest.get() == null ? e : new AssertionError(nearest.get(), e);
        }
    }

    private static Written written(String text) {
        try {
            return new Written(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** An answer is known by its id, a notification by its method. */
    private static boolean isAbout(JsonNode message, JsonNode written) {
        return message.has("method")
                ? message.get("method").equals(written.get("method"))
                : !written.has("method") && message.path("id").equals(written.path("id"));
    }

    private Probe client(String name) {
        Probe client = clients.get(name);
        return client == null ? connect(name) : client;
    }

    private Probe connect(String name) {
        Probe probe = door == Door.WEB ? WebProbe.connect(server().webPort()) : TcpProbe.connect(server().tcpPort());
        clients.put(name, probe);
        return probe;
    }

    private TestServer server() {
        if (server == null) {
            server = TestServer.start(settings.toArray(String[]::new));
        }
        return server;
    }

    private Placeholders placeholders() {
        if (placeholders == null) {
            placeholders = new Placeholders("localhost:" + server().webPort());
        }
        return placeholders;
    }

    @Override
    public void close() {
        clients.values().forEach(Probe::close);
        legacyClients.forEach(LegacyProbe::close);
        if (server != null) {
            server.close();
        }
    }
}
