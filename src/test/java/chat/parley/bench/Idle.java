package chat.parley.bench;

/** What a connection costs that is logged in, follows the lobby and says nothing. */
final class Idle {
    private static final int WARM_UP = 200;
    private static final long SETTLE_MS = 3_000;
    /** The collector gives memory back in the background, after the collection. */
    private static final long GIVE_BACK_MS = 2_000;

    private Idle() {}

    /** Live heap and resident memory after a collection, before and after the connections came. */
    static Figure measure(Crowd crowd, int count) {
        crowd.open(WARM_UP, 60);
        crowd.pass(SETTLE_MS);
        long heap = crowd.server().liveHeapKib();
        crowd.pass(GIVE_BACK_MS);
        long resident = crowd.server().residentKib();
        double cpu = crowd.server().cpuSeconds();
        crowd.open(count, 300);
        crowd.pass(SETTLE_MS);
        double used = crowd.server().cpuSeconds() - cpu;
        long heapNow = crowd.server().liveHeapKib();
        crowd.pass(GIVE_BACK_MS);
        long residentNow = crowd.server().residentKib();
        return new Figure(
                String.format("%.1f KB", (residentNow - resident) * 1.024 / count),
                String.format(
                        "resident %d to %d MiB, of it live heap %.1f KB each; logging in took %.1f CPU-s",
                        resident / 1024, residentNow / 1024, (heapNow - heap) * 1.024 / count, used));
    }
}
