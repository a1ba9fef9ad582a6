package chat.parley.bridge.legacy;

import chat.parley.model.User;
import chat.parley.model.UserId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who is online, as this event loop was told. {@link #version} moves whenever the list of names does. */
final class Roster {
    private final Map<UserId, User> online = new HashMap<>();
    private final Set<String> names = new TreeSet<>();
    private final Set<UserId> leftMeanwhile = new HashSet<>();
    private boolean loaded;
    private long version;

    /** Takes a page of those who were online when it was asked for, except who left meanwhile. */
    void load(Collection<User> people) {
        people.stream().filter(user -> !leftMeanwhile.contains(user.id())).forEach(this::add);
    }

    void loaded() {
        loaded = true;
        leftMeanwhile.clear();
    }

    /** Whether that was news. */
    boolean add(User user) {
        if (online.putIfAbsent(user.id(), user) != null) {
            return false;
        }
        names.add(user.name().value());
        version++;
        return true;
    }

    /** Whether that was news. */
    boolean remove(User user) {
        if (!loaded) {
            leftMeanwhile.add(user.id());
        }
        if (online.remove(user.id()) == null) {
            return false;
        }
        names.remove(user.name().value());
        version++;
        return true;
    }

    Collection<String> names() {
        return names;
    }

    long version() {
        return version;
    }
}
