package chat.parley.bench;

import java.util.List;

/** A member that stops reading while much passes, and reads again. */
final class Stall {
    private static final int MEMBERS = 10;
    private static final int TEXT = 1_000;
    private static final int WINDOW = 32;
    private static final long SAMPLE_MS = 50;

    private Stall() {}

    /** How far the server's memory grew beyond what the same traffic needs when everybody reads. */
    static Figure measure(Crowd crowd, int megabytes) {
        List<Client> members = crowd.open(MEMBERS, 60);
        Client reader = members.get(MEMBERS - 1);
        Traffic traffic = new Traffic(Traffic.LOBBY, members, TEXT);
        long messages = megabytes * 1_000_000L / TEXT;
        long before = peakWhile(crowd, traffic, messages, WINDOW);
        Speed.settle(crowd, List.of(traffic));
        crowd.run(() -> {
            reader.reading(false);
            traffic.patience(1);
            return true;
        });
        long read = crowd.run(() -> reader.expected);
        long stalled = peakWhile(crowd, traffic, messages, WINDOW);
        long behind = crowd.run(() -> {
            traffic.window(0);
            return traffic.sent() - reader.expected;
        });
        long since = System.nanoTime();
        crowd.run(() -> {
            reader.reading(true);
            return true;
        });
        Speed.settle(crowd, List.of(traffic));
        double seconds = (System.nanoTime() - since) / 1e9;
        long after = crowd.server().residentKib();
        return new Figure(
                String.format("%+d MiB", (Math.max(stalled, after) - before) / 1024),
                String.format(
                        "resident %d MiB when all read, %d while one stalled, %d after; it was %d behind, and read all %d in %.1f s",
                        before / 1024, stalled / 1024, after / 1024, behind, traffic.sent() - read, seconds));
    }

    /** Sends so many more; the server's largest resident memory meanwhile, in KiB. */
    private static long peakWhile(Crowd crowd, Traffic traffic, long messages, int window) {
        long until = crowd.run(() -> {
            long end = traffic.sent() + messages;
            traffic.window(window);
            return end;
        });
        long peak = 0;
        while (crowd.run(traffic::sent) < until) {
            crowd.pass(SAMPLE_MS);
            peak = Math.max(peak, crowd.server().residentKib());
        }
        return peak;
    }
}
