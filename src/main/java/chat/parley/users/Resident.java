package chat.parley.users;

import chat.parley.model.ConnectionId;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody who is here, or whose name is kept for a while. */
final class Resident {
    static final long NO_TIMER = -1;

    final User user;
    final SessionId session;
    final @Nullable TokenHash token;
    final Set<ConnectionId> connections = new HashSet<>(2);
    boolean online;
    long lingerTimer = NO_TIMER;
    long graceTimer = NO_TIMER;

    Resident(User user, SessionId session, @Nullable TokenHash token) {
        this.user = user;
        this.session = session;
        this.token = token;
    }
}
