package chat.parley.bench;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What deliveries cost and how long they take. */
final class Speed {
    static final int TEXT = 200;

    private static final int RATE = 50;
    private static final int WARM_UP_WINDOW = 8;
    private static final int WARM_MESSAGES = 40_000;
    private static final int MOST_WARM_UPS = 5;
    private static final long PATIENCE_MS = 20_000;

    private final long warmUpMillis;
    private final long measureMillis;

    Speed(double warmUpSeconds, double measureSeconds) {
        this.warmUpMillis = (long) (warmUpSeconds * 1000);
        this.measureMillis = (long) (measureSeconds * 1000);
    }

    private record Mark(double cpu, long nanos, long deliveries) {}

    /** Server CPU-seconds for a million deliveries, with so many messages outstanding in each room. */
    Figure fanout(Crowd crowd, List<Traffic> rooms, int window) {
        crowd.run(() -> {
            rooms.forEach(room -> room.window(window));
            return true;
        });
        warmUp(crowd, rooms);
        Mark before = mark(crowd, rooms);
        crowd.pass(measureMillis);
        Mark after = mark(crowd, rooms);
        settle(crowd, rooms);
        double cpu = after.cpu() - before.cpu();
        double seconds = (after.nanos() - before.nanos()) / 1e9;
        long deliveries = after.deliveries() - before.deliveries();
        return new Figure(
                String.format("%.2f CPU-s/M", cpu * 1e6 / deliveries),
                String.format("%.1f M deliveries in %.1f s and %.1f CPU-s", deliveries / 1e6, seconds, cpu));
    }

    /** For so long, and until the server has seen enough to have been compiled; on a busy machine that takes longer. */
    private void warmUp(Crowd crowd, List<Traffic> rooms) {
        crowd.pass(warmUpMillis);
        long latest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(warmUpMillis * MOST_WARM_UPS);
        while (crowd.run(() -> rooms.stream().mapToLong(Traffic::sent).sum()) < WARM_MESSAGES
                && System.nanoTime() < latest) {
            crowd.pass(100);
        }
    }

    private static Mark mark(Crowd crowd, List<Traffic> rooms) {
        return crowd.run(() -> new Mark(
                crowd.server().cpuSeconds(),
                System.nanoTime(),
                rooms.stream().mapToLong(Traffic::deliveries).sum()));
    }

    /** Lets what is on its way arrive; everybody must have read everything. */
    static void settle(Crowd crowd, List<Traffic> rooms) {
        crowd.run(() -> {
            rooms.forEach(room -> room.window(0));
            return true;
        });
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!crowd.run(() -> rooms.stream().allMatch(Traffic::isComplete))) {
            if (System.nanoTime() > deadline) {
                throw new LostException(crowd.run(() -> rooms.stream()
                        .filter(room -> !room.isComplete())
                        .findFirst()
                        .map(Traffic::missing)
                        .orElse("")));
            }
            crowd.pass(20);
        }
    }

    /** From the moment at which a message was due to be sent until each member has read it. */
    Figure latency(Crowd crowd, Traffic traffic) {
        fanout(crowd, List.of(traffic), WARM_UP_WINDOW);
        long interval = TimeUnit.SECONDS.toNanos(1) / RATE;
        long[] due = {System.nanoTime() + interval};
        Future<?> clock = crowd.loop()
                .scheduleAtFixedRate(
                        () -> {
                            traffic.sayNow(Math.min(due[0], System.nanoTime()));
                            due[0] += interval;
                        },
                        interval,
                        interval,
                        TimeUnit.NANOSECONDS);
        crowd.pass(warmUpMillis / 4);
        Latencies latencies = new Latencies();
        double cpu = crowd.run(() -> {
            traffic.measure(latencies);
            return crowd.server().cpuSeconds();
        });
        crowd.pass(measureMillis * 3 / 2);
        double used = crowd.run(() -> crowd.server().cpuSeconds() - cpu);
        crowd.run(() -> clock.cancel(false));
        settle(crowd, List.of(traffic));
        return new Figure(
                String.format("p99 %.1f ms", latencies.percentile(99)),
                String.format(
                        "p50 %.1f ms, p99.9 %.1f ms, %d messages, %.0f %% of a core",
                        latencies.percentile(50),
                        latencies.percentile(99.9),
                        RATE * measureMillis * 3 / 2 / 1000,
                        used * 100_000 / (measureMillis * 1.5)));
    }
}
