package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Health;
import chat.parley.bus.Users;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the services answer and can write. Looking often costs little: what was found is good for a second. */
public final class Readiness {
    private static final Logger log = LoggerFactory.getLogger(Readiness.class);
    private static final long GOOD_FOR_NANOS = 1_000_000_000L;

    private final Bus bus;
    private @Nullable Future<Found> latest;
    private long asked;

    public Readiness(Bus bus) {
        this.bus = bus;
    }

    /**
     * What was found.
     *
     * @param checks {@code ok} or {@code failing}, by the part
     * @param journal null while it fails, and so are {@code files}
     */
    public record Found(Map<String, String> checks, Health.@Nullable Room journal, Health.@Nullable Room files) {
        public boolean isReady() {
            return checks.values().stream().allMatch("ok"::equals);
        }
    }

    /** Never fails. Why something is failing is said in the log alone. */
    public Future<Found> look() {
        long now = System.nanoTime();
        Future<Found> found = latest;
        if (found == null || now - asked > GOOD_FOR_NANOS) {
            asked = now;
            found = check();
            latest = found;
        }
        return found;
    }

    private Future<Found> check() {
        Future<Health.Room> journal = bus.ask(Health.JOURNAL, new Health.Check());
        Future<Health.Room> files = bus.ask(Health.FILES, new Health.Check());
        Future<Users.People> users = bus.ask(Users.LIST, new Users.ListOnline(null, 1));
        return Future.join(List.of(journal, files, users)).transform(done -> {
            Map<String, String> checks = new LinkedHashMap<>();
            checks.put("journal", verdict("journal", journal));
            checks.put("files", verdict("files", files));
            checks.put("users", verdict("users", users));
            return Future.succeededFuture(new Found(checks, journal.result(), files.result()));
        });
    }

    private static String verdict(String part, Future<?> check) {
        if (check.failed()) {
            log.warn("Not ready: {}: {}", part, check.cause().getMessage());
        }
        return check.succeeded() ? "ok" : "failing";
    }
}
