package chat.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Many small rooms, each with members of its own. */
final class Rooms {
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
                            "{\"id\":\"" + RpcSpeech.ulid(number) + "\",\"name\":\"bench " + number
                                    + "\",\"kind\":\"public\"}",
                            room -> joined(members, room, made));
            return true;
        });
        return crowd.await(made, 30, "making room " + number);
    }

    private static void joined(List<Client> members, JsonNode room, CompletableFuture<Traffic> made) {
        String id = room.path("id").asText();
        int[] missing = {members.size()};
        Runnable follows = () -> {
            if (--missing[0] == 0) {
                made.complete(new Traffic(id, members, Speed.TEXT));
            }
        };
        rpc(members.get(0)).follow(members.get(0), id, follows);
        for (Client member : members.subList(1, members.size())) {
            rpc(member)
                    .ask(
                            member,
                            "rooms.join",
                            "{\"room\":\"" + id + "\"}",
                            done -> rpc(member).follow(member, id, follows));
        }
    }

    private static RpcSpeech rpc(Client client) {
        return (RpcSpeech) client.speech;
    }
}
