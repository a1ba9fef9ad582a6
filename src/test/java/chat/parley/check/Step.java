package chat.parley.check;

import java.util.List;

/**
 * One thing that goes wrong, or somebody who leaves, at a time of the run.
 *
 * @param clients whom it hits, where it hits some
 * @param jumpMinutes how far the server's clock jumps, where it does
 */
record Step(long atMillis, Fault fault, List<String> clients, int jumpMinutes) {
    @Override
    public String toString() {
        String what = fault.name().toLowerCase(java.util.Locale.ROOT);
        String who = clients.isEmpty() ? "" : " " + String.join(" ", clients);
        String jump = fault == Fault.CLOCK ? " %+d min".formatted(jumpMinutes) : "";
        return "%.1f s %s%s%s".formatted(atMillis / 1000.0, what, who, jump);
    }
}
