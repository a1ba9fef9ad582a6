package chat.parley.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Who takes part in a run and what happens when. The same seed, length, clients and faults make the same plan. */
record Plan(
        long seed, long seconds, List<String> guests, List<String> accounts, List<String> legacy, List<Step> steps) {
    /** Between two faults everybody has come back. */
    private static final long SLOT_MS = 4_500;

    private static final long FIRST_MS = 1_500;
    private static final int MOST_MINUTES = 12 * 60;
    private static final List<String> REMOVALS = List.of("kick", "ban", "leave");
    private static final List<String> ENDINGS = List.of("revoke", "password", "deactivate");

    /** @param clients a third of them at each door */
    static Plan make(long seed, long seconds, int clients, Collection<Fault> faults) {
        Random random = new Random(seed);
        List<String> guests = new ArrayList<>();
        List<String> legacy = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            DoorKind door = List.of(DoorKind.values()).get(i % 3);
            (door == DoorKind.LEGACY ? legacy : guests).add(door.prefix() + "-" + (i / 3 + 1));
        }
        Plan plan = new Plan(seed, seconds, List.copyOf(guests), accounts(guests), List.copyOf(legacy), List.of());
        List<Fault> wanted = faults.stream().filter(Fault::isStep).sorted().toList();
        List<Fault> round = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        long span = Math.max(0, seconds * 1_000 - 2 * FIRST_MS);
        long slot = wanted.isEmpty() ? SLOT_MS : Math.min(SLOT_MS, span / wanted.size() + 1);
        for (long at = FIRST_MS; !wanted.isEmpty() && at < FIRST_MS + span; at += slot) {
            if (round.isEmpty()) {
                round.addAll(wanted);
                Collections.shuffle(round, random);
            }
            long when = at + random.nextInt((int) (slot / 4 + 1));
            steps.add(plan.step(when, round.remove(0), random));
        }
        return new Plan(seed, seconds, plan.guests(), plan.accounts(), plan.legacy(), List.copyOf(steps));
    }

    /** Every second one at each of the two doors has an account; the first never has, who is needed all the time. */
    private static List<String> accounts(List<String> guests) {
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < guests.size(); i++) {
            if (i % 4 >= 2 || (i == guests.size() - 1 && i > 0 && accounts.isEmpty())) {
                accounts.add(guests.get(i));
            }
        }
        return List.copyOf(accounts);
    }

    private Step step(long at, Fault fault, Random random) {
        return switch (fault) {
            case CUT -> {
                List<String> everybody = new ArrayList<>(guests);
                everybody.addAll(legacy);
                yield new Step(at, fault, some(everybody, Math.max(1, everybody.size() / 2), random), List.of(), 0);
            }
            case CLOCK -> new Step(at, fault, List.of(), List.of(), random.nextInt(2 * MOST_MINUTES) - MOST_MINUTES);
            case KICK -> each(at, fault, some(guests, REMOVALS.size(), random), REMOVALS, random);
            case REVOKE -> each(at, fault, some(accounts, ENDINGS.size(), random), ENDINGS, random);
            default -> new Step(at, fault, List.of(), List.of(), 0);
        };
    }

    private static List<String> some(List<String> names, int count, Random random) {
        List<String> shuffled = new ArrayList<>(names);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
    }

    /** Each of them in another way. */
    private static Step each(long at, Fault fault, List<String> names, List<String> ways, Random random) {
        return new Step(at, fault, names, some(ways, names.size(), random), 0);
    }
}
