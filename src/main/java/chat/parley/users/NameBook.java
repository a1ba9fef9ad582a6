package chat.parley.users;

import chat.parley.model.LookAlike;
import chat.parley.model.User;
import chat.parley.model.UserName;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who has which name. A name that looks like a taken one is taken too. */
final class NameBook {
    private final LookAlike looks = new LookAlike();
    private final Map<String, User> byLook = new HashMap<>();
    private final Map<UserName, User> byName = new HashMap<>();
    private final Map<String, User> byFolded = new HashMap<>();
    private final Set<String> reserved =
            UserName.RESERVED.stream().map(looks::of).flatMap(Set::stream).collect(Collectors.toSet());

    /** Whether a name could be mistaken for one that the server itself speaks under. */
    boolean looksReserved(UserName name) {
        return !Collections.disjoint(reserved, looksOf(name));
    }

    /** Whose name this is, or looks like; null when it is free. */
    @Nullable
    User holderOf(UserName name) {
        for (String look : looksOf(name)) {
            User holder = byLook.get(look);
            if (holder != null) {
                return holder;
            }
        }
        return null;
    }

    Set<String> looksOf(UserName name) {
        return looks.of(name.value());
    }

    @Nullable
    User find(UserName name) {
        return byName.get(name);
    }

    @Nullable
    User findFolded(String name) {
        return byFolded.get(name);
    }

    void put(User user) {
        byName.put(user.name(), user);
        byFolded.put(LookAlike.fold(user.name().value()), user);
        for (String look : looksOf(user.name())) {
            byLook.put(look, user);
        }
    }

    void remove(User user) {
        byName.remove(user.name(), user);
        byFolded.remove(LookAlike.fold(user.name().value()), user);
        for (String look : looksOf(user.name())) {
            byLook.remove(look, user);
        }
    }
}
