package chat.parley.users;

import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everybody who is here or kept; those online in the order of their names. */
final class Residents {
    private final Map<UserId, Resident> byId = new HashMap<>();
    private final TreeMap<String, Resident> online = new TreeMap<>();

    void add(Resident resident) {
        byId.put(resident.user.id(), resident);
    }

    /** False when it had been removed before. */
    boolean remove(Resident resident) {
        online.remove(order(resident.user.name()), resident);
        return byId.remove(resident.user.id(), resident);
    }

    void setOnline(Resident resident, boolean isOnline) {
        resident.online = isOnline;
        if (isOnline) {
            online.put(order(resident.user.name()), resident);
        } else {
            online.remove(order(resident.user.name()), resident);
        }
    }

    @Nullable
    Resident get(UserId id) {
        return byId.get(id);
    }

    int onlineCount() {
        return online.size();
    }

    Collection<Resident> online() {
        return online.values();
    }

    List<Resident> online(@Nullable UserName after, int limit) {
        return (after == null ? online : online.tailMap(order(after), false))
                .values().stream().limit(limit).toList();
    }

    static String order(UserName name) {
        return name.value().toLowerCase(Locale.ROOT) + '\0' + name.value();
    }

    /** Whether this is a guest or legacy user, who is nobody once gone. */
    static boolean isPassing(User user) {
        return switch (user.kind()) {
            case GUEST, LEGACY -> true;
            case MEMBER, ADMIN -> false;
        };
    }
}
