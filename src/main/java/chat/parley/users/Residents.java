package chat.parley.users;

import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everybody who is here or kept, found by id, session, token and name; those online in the order of their names. */
final class Residents {
    private final NameBook names = new NameBook();
    private final Map<UserId, Resident> byId = new HashMap<>();
    private final Map<SessionId, Resident> bySession = new HashMap<>();
    private final Map<TokenHash, Resident> byToken = new HashMap<>();
    private final TreeMap<String, User> online = new TreeMap<>();

    void add(Resident resident) {
        names.put(resident.user);
        byId.put(resident.user.id(), resident);
        bySession.put(resident.session, resident);
        if (resident.token != null) {
            byToken.put(resident.token, resident);
        }
    }

    /** False when it had been removed before. */
    boolean remove(Resident resident) {
        if (!byId.remove(resident.user.id(), resident)) {
            return false;
        }
        names.remove(resident.user);
        bySession.remove(resident.session);
        if (resident.token != null) {
            byToken.remove(resident.token);
        }
        online.remove(order(resident.user.name()));
        return true;
    }

    void setOnline(Resident resident, boolean isOnline) {
        resident.online = isOnline;
        if (isOnline) {
            online.put(order(resident.user.name()), resident.user);
        } else {
            online.remove(order(resident.user.name()));
        }
    }

    @Nullable
    User holderOf(UserName name) {
        return names.holderOf(name);
    }

    @Nullable
    Resident get(UserId id) {
        return byId.get(id);
    }

    @Nullable
    Resident get(UserName name) {
        User user = names.find(name);
        return user == null ? null : byId.get(user.id());
    }

    @Nullable
    Resident get(SessionId session) {
        return bySession.get(session);
    }

    @Nullable
    Resident get(TokenHash token) {
        return byToken.get(token);
    }

    int onlineCount() {
        return online.size();
    }

    List<User> online(@Nullable UserName after, int limit) {
        return (after == null ? online : online.tailMap(order(after), false))
                .values().stream().limit(limit).toList();
    }

    private static String order(UserName name) {
        return name.value().toLowerCase(Locale.ROOT) + '\0' + name.value();
    }
}
