package chat.parley.users;

import chat.parley.model.ConnectionId;
import chat.parley.model.Status;
import chat.parley.model.User;
import java.util.HashMap;
import java.util.Map;

/** Somebody who is here, or (guests) whose name is kept for a while. */
final class Resident {
    static final long NO_TIMER = -1;

    /** With whether each is idle. */
    final Map<ConnectionId, Boolean> connections = new HashMap<>(2);

    User user;
    boolean online;
    /** What the person chose to show. */
    Status chosen = Status.ONLINE;

    long lingerTimer = NO_TIMER;
    long graceTimer = NO_TIMER;

    Resident(User user) {
        this.user = user;
    }

    /** What others are shown. */
    Status status() {
        boolean idle = !connections.isEmpty() && !connections.containsValue(false);
        return chosen == Status.ONLINE && idle ? Status.AWAY : chosen;
    }
}
