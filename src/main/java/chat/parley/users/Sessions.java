package chat.parley.users;

import chat.parley.model.SessionId;
import chat.parley.model.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All sessions, found by id, by token and by whose they are. */
final class Sessions {
    private final Map<SessionId, LiveSession> byId = new HashMap<>();
    private final Map<TokenHash, LiveSession> byToken = new HashMap<>();
    private final Map<UserId, Set<LiveSession>> byUser = new HashMap<>();

    void add(LiveSession session) {
        byId.put(session.id, session);
        byUser.computeIfAbsent(session.user, unused -> new LinkedHashSet<>(2)).add(session);
        if (session.token != null) {
            byToken.put(session.token, session);
        }
    }

    /** False when it had been removed before. */
    boolean remove(LiveSession session) {
        if (!byId.remove(session.id, session)) {
            return false;
        }
        if (session.token != null) {
            byToken.remove(session.token);
        }
        byUser.computeIfPresent(session.user, (user, those) -> {
            those.remove(session);
            return those.isEmpty() ? null : those;
        });
        return true;
    }

    @Nullable
    LiveSession get(SessionId id) {
        return byId.get(id);
    }

    @Nullable
    LiveSession get(TokenHash token) {
        return byToken.get(token);
    }

    List<LiveSession> of(UserId user) {
        return List.copyOf(byUser.getOrDefault(user, Set.of()));
    }

    Collection<LiveSession> all() {
        return byId.values();
    }
}
