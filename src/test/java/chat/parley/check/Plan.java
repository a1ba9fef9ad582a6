package chat.parley.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Who takes part in a run and what happens when. The same seed, length, clients and faults make the same plan. */
record Plan(long seed, long seconds, List<String> guests, List<String> legacy, List<Step> steps) {
    /** Between two faults everybody has come back. */
    private static final long SLOT_MS = 4_500;

    private static final long FIRST_MS = 1_500;
    private static final int MOST_MINUTES = 12 * 60;

    /** @param clients a third of them at each door */
    static Plan make(long seed, long seconds, int clients, Collection<Fault> faults) {
        Random random = new Random(seed);
        List<String> guests = new ArrayList<>();
        List<String> legacy = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            DoorKind door = List.of(DoorKind.values()).get(i % 3);
            (door == DoorKind.LEGACY ? legacy : guests).add(door.prefix() + "-" + (i / 3 + 1));
        }
        List<String> everybody = new ArrayList<>(guests);
        everybody.addAll(legacy);
        List<Fault> wanted = faults.stream().filter(Fault::isStep).sorted().toList();
        List<Fault> round = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        long span = Math.max(0, seconds * 1_000 - 2 * FIRST_MS);
        long slot = wanted.isEmpty() ? SLOT_MS : Math.min(SLOT_MS, Math.max(1, span / wanted.size()));
        for (long at = FIRST_MS; !wanted.isEmpty() && at < FIRST_MS + span; at += slot) {
            if (round.isEmpty()) {
                round.addAll(wanted);
                Collections.shuffle(round, random);
            }
            long when = at + random.nextInt((int) (slot / 4 + 1));
            steps.add(step(when, round.remove(0), everybody, random));
        }
        return new Plan(seed, seconds, List.copyOf(guests), List.copyOf(legacy), List.copyOf(steps));
    }

    private static Step step(long at, Fault fault, List<String> everybody, Random random) {
        List<String> hit = List.of();
        int jump = 0;
        if (fault == Fault.CUT) {
            List<String> shuffled = new ArrayList<>(everybody);
            Collections.shuffle(shuffled, random);
            hit = List.copyOf(shuffled.subList(0, Math.max(1, shuffled.size() / 2)));
        } else if (fault == Fault.CLOCK) {
            jump = random.nextInt(2 * MOST_MINUTES) - MOST_MINUTES;
        }
        return new Step(at, fault, hit, jump);
    }
}
