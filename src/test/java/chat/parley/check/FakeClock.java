package chat.parley.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the clock of one process jump (libfaketime), as a wrong clock that is set right does; time goes on evenly. */
final class FakeClock {
    private final Path library;
    private final Path offset;
    private int minutes;

    private FakeClock(Path library, Path offset) {
        this.library = library;
        this.offset = offset;
    }

    /** Null when the library is not installed. */
    static @Nullable FakeClock in(Path folder) throws IOException {
        for (Path root : new Path[] {Path.of("/usr/lib"), Path.of("/usr/lib64"), Path.of("/usr/local/lib")}) {
            if (!Files.isDirectory(root)) {
                continue;
            }
            try (Stream<Path> found = Files.find(
                    root, 3, (path, attributes) -> path.endsWith(Path.of("faketime", "libfaketimeMT.so.1")))) {
                Path library = found.findFirst().orElse(null);
                if (library != null) {
                    FakeClock clock = new FakeClock(library, folder.resolve("clock"));
                    clock.jump(0);
                    return clock;
                }
            }
        }
        return null;
    }

    void jump(int byMinutes) throws IOException {
        minutes += byMinutes;
        Path next = offset.resolveSibling("clock.next");
        Files.writeString(next, "%+dm\n".formatted(minutes));
        Files.move(next, offset, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    /** A jump is noticed within a second. The monotonic clock stays, as it does on a machine whose clock is set. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // With it Java's condition variables never wake (libfaketime 0.9.10).
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }
}
