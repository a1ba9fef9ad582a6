package chat.parley.check;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One thing that goes wrong, or that is done to people, at a time of the run.
 *
 * @param clients whom it hits, where it hits some
 * @param ways what is done to each of them, where that is not the same
 * @param jumpMinutes how far the server's clock jumps, where it does
 */
record Step(long atMillis, Fault fault, List<String> clients, List<String> ways, int jumpMinutes) {
    @Override
    public String toString() {
        String what = fault.name().toLowerCase(java.util.Locale.ROOT);
        String who = IntStream.range(0, clients.size())
                .mapToObj(i -> " " + clients.get(i) + (ways.isEmpty() ? "" : " (" + ways.get(i) + ")"))
                .collect(Collectors.joining());
        String jump = fault == Fault.CLOCK ? " %+d min".formatted(jumpMinutes) : "";
        return "%.1f s %s%s%s".formatted(atMillis / 1000.0, what, who, jump);
    }
}
