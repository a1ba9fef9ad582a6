package chat.parley.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Saying things, going from room to room, and looking back. */
final class TalkCommands {
    static final int PAGE = 20;
    private static final int MOST_OLDER = 500;

    private final Here here;
    private final Rounds rounds;
    private final Sending sending;
    private final RoomCommands rooms;

    TalkCommands(Here here, Rounds rounds, Sending sending, RoomCommands rooms) {
        this.here = here;
        this.rounds = rounds;
        this.sending = sending;
        this.rooms = rooms;
    }

    List<Command> list() {
        return List.of(
                new Command("/w", "NAME TEXT", "says it to one person (\"A NAME\" with spaces)", this::whisper),
                new Command("/msg", "NAME TEXT", "the same", this::whisper),
                new Command(
                        "/rooms",
                        "",
                        "lists your rooms, numbered, and what is unread",
                        given -> here.view().rooms()),
                new Command(
                        "/room",
                        "ROOM|@NAME",
                        "goes to a room, also by its number; @NAME talks with a person",
                        this::enter),
                new Command("/who", "", "says who is here", given -> rounds.who()),
                new Command("/whois", "NAME", "says who somebody is and when they were here", this::whois),
                new Command(
                        "/history",
                        "[COUNT|all|joined]",
                        "shows older messages (so does PageUp); all, joined: what members read of before",
                        this::history),
                new Command("/more", "", "shows what did not fit into a list", this::more),
                new Command("/retry", "", "sends again what could not be sent", given -> sending.retry()));
    }

    private void whisper(Arguments given) throws Misuse {
        String name = given.word();
        String text = given.text();
        here.when(Lookup.open(here.client(), name), room -> {
            here.hall().put(room);
            sending.send(room, text, List.of());
        });
    }

    private void enter(Arguments given) {
        Optional<String> wanted = given.remaining().map(Arguments::unquoted);
        wanted.ifPresentOrElse(rounds::enter, here.view()::rooms);
    }

    private void whois(Arguments given) throws Misuse {
        here.when(
                here.person(given.name()).thenCompose(person -> {
                    ObjectNode params = Json.object();
                    params.putArray("users").add(person.id());
                    return here.client().call("people.get", params);
                }),
                answer -> answer.path("people")
                        .forEach(each -> here.view()
                                .item(
                                        Person.of(each).name(),
                                        Lists.about(each, each.path("kind").asText()))));
    }

    private void history(Arguments given) throws Misuse {
        if (given.flag("all")) {
            rooms.history("all");
        } else if (given.flag("joined")) {
            rooms.history("joined");
        } else {
            rounds.older(given.numberOr(PAGE, 1, MOST_OLDER));
        }
    }

    private void more(Arguments given) throws Misuse {
        given.end();
        here.takeMore()
                .orElseThrow(() -> new Misuse("There is nothing more to show."))
                .run();
    }
}
