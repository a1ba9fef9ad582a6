package chat.parley.users;

import chat.parley.model.User;
import chat.parley.model.UserName;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who has which name. A name that looks like a taken one is taken too. */
final class NameBook {
    private final Skeletons skeletons = new Skeletons();
    private final Map<String, User> byLook = new HashMap<>();
    private final Map<UserName, User> byName = new HashMap<>();

    /** Whose name this is, or looks like; null when it is free. */
    @Nullable
    User holderOf(UserName name) {
        for (String look : skeletons.of(name)) {
            User holder = byLook.get(look);
            if (holder != null) {
                return holder;
            }
        }
        return null;
    }

    Set<String> looksOf(UserName name) {
        return skeletons.of(name);
    }

    @Nullable
    User find(UserName name) {
        return byName.get(name);
    }

    void put(User user) {
        byName.put(user.name(), user);
        for (String look : skeletons.of(user.name())) {
            byLook.put(look, user);
        }
    }

    void remove(User user) {
        byName.remove(user.name(), user);
        for (String look : skeletons.of(user.name())) {
            byLook.remove(look, user);
        }
    }
}
