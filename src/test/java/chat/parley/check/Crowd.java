package chat.parley.check;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** All the clients of a run together. */
final class Crowd {
    /** What only a hang exceeds. */
    static final int PATIENCE_SECONDS = 30;

    private final Site site;
    private final int patienceSeconds;
    final List<Chatter> guests;
    final List<LegacyChatter> legacy;

    /** @param patienceSeconds how long clients wait at the end for what they are to receive */
    Crowd(Site site, List<? extends Chatter> guests, List<? extends LegacyChatter> legacy, int patienceSeconds) {
        this.site = site;
        this.patienceSeconds = patienceSeconds;
        this.guests = List.copyOf(guests);
        this.legacy = List.copyOf(legacy);
    }

    /** Those of a plan, who talk at random. */
    static Crowd of(Site site, Plan plan, long pauseMs, int patienceSeconds) {
        List<Chatter> guests = new ArrayList<>();
        for (int i = 0; i < plan.guests().size(); i++) {
            String name = plan.guests().get(i);
            String partner = plan.guests().get((i + 1) % plan.guests().size());
            DoorKind door = name.startsWith(DoorKind.WEB.prefix()) ? DoorKind.WEB : DoorKind.NATIVE;
            Identity identity = new Identity(name, plan.accounts().contains(name));
            guests.add(new Talker(site, identity, name, door, plan.seed(), pauseMs, partner, plan.legacy()));
        }
        List<LegacyChatter> legacy = plan.legacy().stream()
                .map(name -> new LegacyChatter(site, name, plan.seed(), pauseMs, guests))
                .toList();
        return new Crowd(site, guests, legacy, patienceSeconds);
    }

    Stream<Client> all() {
        return Stream.concat(guests.stream(), legacy.stream());
    }

    /** All but those who are to stay away. */
    Stream<Client> present() {
        return all().filter(client -> !client.isResting());
    }

    List<Chatter> presentGuests() {
        return guests.stream().filter(guest -> !guest.isResting()).toList();
    }

    Chatter guest(String name) {
        return guests.stream()
                .filter(guest -> guest.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    void awaitPresent() throws InterruptedException {
        await("come back", () -> present().allMatch(Client::isConnected));
    }

    void start() throws InterruptedException {
        all().forEach(Client::start);
        await("come in", () -> all().allMatch(Client::isConnected));
    }

    /** Everybody falls silent; then each has its answers, and everything that it is to receive. */
    List<String> settle() throws InterruptedException {
        all().forEach(Client::hush);
        List<String> problems = new ArrayList<>();
        if (!settled(() -> present().allMatch(Client::isSettled))) {
            presentGuests().stream()
                    .filter(guest -> !guest.isSettled())
                    .forEach(guest -> problems.add(guest.name + " has no answer to " + guest.unanswered()));
            legacy.stream()
                    .filter(client -> !client.isSettled())
                    .forEach(client -> problems.add(client.name + " has no answer to something"));
        }
        markEnd(problems);
        for (Chatter guest : presentGuests()) {
            guest.rooms().forEach(room -> guest.completeTo(room, site.recorder.head(room)));
        }
        legacy.forEach(LegacyChatter::complete);
        return problems;
    }

    /** A last message: whoever has it has everything. */
    private void markEnd(List<String> problems) throws InterruptedException {
        String last;
        try {
            last = guests.get(0).say(History.LOBBY);
        } catch (java.io.IOException e) {
            problems.add("The last message could not be sent: " + e.getMessage());
            return;
        }
        settled(() -> present().allMatch(Client::isSettled));
        settled(() -> presentGuests().stream().allMatch(this::hasAll)
                && legacy.stream().allMatch(client -> client.hasHeard(last)));
    }

    private boolean hasAll(Chatter guest) {
        return guest.rooms().stream().allMatch(room -> guest.had(room) >= site.recorder.head(room));
    }

    void end() throws InterruptedException {
        for (Client client : all().toList()) {
            client.end();
        }
    }

    interface Condition {
        boolean holds();
    }

    static void await(String what, Condition condition) throws InterruptedException {
        if (!await(condition, PATIENCE_SECONDS)) {
            throw new AssertionError("The clients did not " + what + " within " + PATIENCE_SECONDS + " s");
        }
    }

    /** Whether it came about in the time that clients have for what they are to receive. */
    boolean settled(Condition condition) throws InterruptedException {
        return await(condition, patienceSeconds);
    }

    private static boolean await(Condition condition, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }
}
