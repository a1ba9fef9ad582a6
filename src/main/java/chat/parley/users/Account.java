package chat.parley.users;

import chat.parley.bus.Administration.State;
import chat.parley.crypto.Argon2Cost;
import chat.parley.model.FileId;
import chat.parley.model.Status;
import chat.parley.model.User;
import chat.parley.model.UserKind;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An account as the registry knows it; its password is in the database alone. */
final class Account {
    final long created;
    User user;
    State state;

    @Nullable
    String display;

    @Nullable
    FileId avatar;

    Status status = Status.ONLINE;

    @Nullable
    Long lastSeen;
    /** Of its password's hash; null when it has none. */
    @Nullable
    Argon2Cost cost;

    Account(User user, State state, long created) {
        this.user = user;
        this.state = state;
        this.created = created;
    }

    boolean isActive() {
        return state == State.ACTIVE;
    }

    boolean isDeleted() {
        return state == State.DELETED;
    }

    boolean isAdmin() {
        return isActive() && user.kind() == UserKind.ADMIN;
    }

    /** Takes over what another process may have changed; true when others have to be told. */
    boolean update(Account stored) {
        boolean changed = !user.equals(stored.user)
                || state != stored.state
                || !Objects.equals(display, stored.display)
                || !Objects.equals(avatar, stored.avatar);
        user = stored.user;
        state = stored.state;
        display = stored.display;
        avatar = stored.avatar;
        status = stored.status;
        cost = stored.cost;
        return changed;
    }
}
