package chat.parley.users;

import chat.parley.bus.Failure;
import chat.parley.model.UserId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Who does not want to be written to by whom. */
final class Blocks {
    private static final int MOST = 1_000;

    private final Map<UserId, Set<UserId>> byUser = new HashMap<>();

    private record Block(UserId user, UserId other) {}

    static Blocks load(Connection connection) throws SQLException {
        Blocks blocks = new Blocks();
        List<Block> rows = Sql.all(
                connection,
                row -> new Block(new UserId(row.getString(1)), new UserId(row.getString(2))),
                "SELECT user_id, other FROM blocks");
        rows.forEach(row -> blocks.set(row.user(), row.other(), true));
        return blocks;
    }

    static void write(Connection connection, UserId user, UserId other, boolean blocked) throws SQLException {
        Sql.update(
                connection,
                blocked
                        ? "INSERT OR IGNORE INTO blocks (user_id, other) VALUES (?, ?)"
                        : "DELETE FROM blocks WHERE user_id = ? AND other = ?",
                user,
                other);
    }

    void checkRoom(UserId user) {
        if (of(user).size() >= MOST) {
            throw Failure.TOO_MANY.because("At most " + MOST + " people can be blocked.");
        }
    }

    void set(UserId user, UserId other, boolean blocked) {
        if (blocked) {
            byUser.computeIfAbsent(user, unused -> new HashSet<>(2)).add(other);
        } else {
            byUser.computeIfPresent(user, (same, those) -> {
                those.remove(other);
                return those.isEmpty() ? null : those;
            });
        }
    }

    boolean has(UserId user, UserId other) {
        return of(user).contains(other);
    }

    Set<UserId> of(UserId user) {
        return byUser.getOrDefault(user, Set.of());
    }

    /** Those who have blocked somebody. */
    Stream<UserId> by(UserId user) {
        return byUser.entrySet().stream()
                .filter(each -> each.getValue().contains(user))
                .map(Map.Entry::getKey);
    }

    /** Somebody is gone for good. */
    void forget(UserId user) {
        byUser.remove(user);
        byUser.values().removeIf(those -> {
            those.remove(user);
            return those.isEmpty();
        });
    }
}
