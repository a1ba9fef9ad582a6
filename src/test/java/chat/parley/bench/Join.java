package chat.parley.bench;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What it costs when one more joins a room in which very many follow: the entry to each of them, and nothing else. */
final class Join {
    private static final int JOINERS = 50;
    private static final long SETTLE_MS = 5_000;
    private static final long BETWEEN_MS = 100;

    private final Crowd crowd;
    private final List<Client> members;
    private String room = "";

    private Join(Crowd crowd, int count) {
        this.crowd = crowd;
        this.members = crowd.open(count, 600);
    }

    /** CPU time and bytes of one join. */
    static Figure measure(Crowd crowd, int count) {
        Join join = new Join(crowd, count);
        join.fill();
        List<Client> joiners = crowd.open(JOINERS, 60);
        crowd.pass(SETTLE_MS);
        double idle = join.idle();
        double cpu = crowd.server().cpuSeconds();
        long bytes = crowd.run(crowd::received);
        joiners.forEach(joiner -> {
            join.ask(joiner, "rooms.join");
            crowd.pass(BETWEEN_MS);
        });
        crowd.pass(SETTLE_MS);
        double used = crowd.server().cpuSeconds() - cpu - idle;
        double sent = crowd.run(crowd::received) - bytes;
        return new Figure(
                String.format("%.0f CPU-ms", used * 1000 / JOINERS),
                String.format(
                        "%.2f MB in all, which is %.0f bytes to each of %d members; mean of %d joins",
                        sent / JOINERS / 1e6, sent / JOINERS / count, count, JOINERS));
    }

    /** What the server uses in the same time when nobody joins. */
    private double idle() {
        double cpu = crowd.server().cpuSeconds();
        crowd.pass(SETTLE_MS + JOINERS * BETWEEN_MS);
        return crowd.server().cpuSeconds() - cpu;
    }

    /** All join before anybody follows: otherwise each would be told of each. */
    private void fill() {
        CompletableFuture<String> made = new CompletableFuture<>();
        Client maker = members.get(0);
        crowd.run(() -> {
            rpc(maker)
                    .ask(
                            maker,
                            "rooms.create",
                            "{\"id\":\"" + RpcSpeech.ulid(1) + "\",\"name\":\"crowd\",\"kind\":\"public\"}",
                            answer -> made.complete(answer.path("id").asText()));
            return true;
        });
        room = crowd.await(made, 30, "making the room");
        all("rooms.join");
        all("rooms.resume");
    }

    private void all(String method) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        int[] missing = {members.size()};
        crowd.run(() -> {
            members.forEach(member -> rpc(member).ask(member, method, params(method), answer -> {
                if (--missing[0] == 0) {
                    done.complete(true);
                }
            }));
            return true;
        });
        crowd.await(done, 600, method + " of " + members.size());
    }

    private void ask(Client client, String method) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        crowd.run(() -> {
            rpc(client).ask(client, method, params(method), answer -> done.complete(true));
            return true;
        });
        crowd.await(done, 30, method);
    }

    private String params(String method) {
        return method.equals("rooms.resume") ? "{\"rooms\":{\"" + room + "\":null}}" : "{\"room\":\"" + room + "\"}";
    }

    private static RpcSpeech rpc(Client client) {
        return (RpcSpeech) client.speech;
    }
}
