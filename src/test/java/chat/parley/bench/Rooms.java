package chat.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many small rooms, each with members of its own. */
final class Rooms {
    /** Beyond the ids of messages. */
    private static final long FIRST_ID = 1L << 40;

    private Rooms() {}

    static List<Traffic> open(Crowd crowd, int rooms, int each) {
        List<Client> clients = crowd.open(rooms * each, 120);
        List<Traffic> traffic = new ArrayList<>();
        for (int i = 0; i < rooms; i++) {
            traffic.add(one(crowd, i, clients.subList(i * each, (i + 1) * each)));
        }
        return traffic;
    }

    /** The first member makes the room, the others join it. */
    private static Traffic one(Crowd crowd, int number, List<Client> members) {
        CompletableFuture<Traffic> made = new CompletableFuture<>();
        Client maker = members.get(0);
        crowd.run(() -> {
            rpc(maker)
                    .ask(
                            maker,
                            "rooms.create",
                            "{\"id\":\"" + RpcSpeech.ulid(FIRST_ID + number) + "\",\"name\":\"bench " + number
                                    + "\",\"kind\":\"public\"}",
                            room -> joined(members, room, made));
            return true;
        });
        return crowd.await(made, 30, "making room " + number);
    }

    /** Nobody follows before all have joined: that somebody joined is an entry too. */
    private static void joined(List<Client> members, JsonNode room, CompletableFuture<Traffic> made) {
        String id = room.path("id").asText();
        int[] missing = {members.size() - 1};
        for (Client member : members.subList(1, members.size())) {
            rpc(member).ask(member, "rooms.join", "{\"room\":\"" + id + "\"}", done -> {
                if (--missing[0] == 0) {
                    follow(members, id, made);
                }
            });
        }
    }

    private static void follow(List<Client> members, String room, CompletableFuture<Traffic> made) {
        int[] missing = {members.size()};
        for (Client member : members) {
            rpc(member).follow(member, room, () -> {
                if (--missing[0] == 0) {
                    made.complete(new Traffic(room, members, Speed.TEXT));
                }
            });
        }
    }

    private static RpcSpeech rpc(Client client) {
        return (RpcSpeech) client.speech;
    }
}
