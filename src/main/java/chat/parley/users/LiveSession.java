package chat.parley.users;

import chat.parley.model.ConnectionId;
import chat.parley.model.SessionId;
import chat.parley.model.UserId;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One log-in of somebody, with the connections that use it now. */
final class LiveSession {
    final SessionId id;
    final UserId user;
    /** Null for a legacy user, who has no token. */
    final @Nullable TokenHash token;

    final String client;
    String address;
    final long created;
    final Set<ConnectionId> connections = new HashSet<>(2);
    long lastUsed;
    /** Used since this was written down. */
    boolean dirty;

    LiveSession(SessionId id, UserId user, @Nullable TokenHash token, String client, String address, long created) {
        this.id = id;
        this.user = user;
        this.token = token;
        this.client = client;
        this.address = address;
        this.created = created;
        this.lastUsed = created;
    }
}
