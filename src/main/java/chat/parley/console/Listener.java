package chat.parley.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What a client tells about. All of it comes from one thread, one after the other; what lingers here holds up the rest. */
public interface Listener {
    /** Logged in, for the first time or again; {@code renewed}: as somebody new, because the earlier session was over. */
    default void online(Welcome welcome, boolean renewed) {}

    /** Not connected; tried again by itself. */
    default void offline(String why, Duration retryIn) {}

    /** An entry of a followed room: each once, in order. */
    default void entry(Said entry) {}

    /** A room of ours is new or changed. */
    default void room(RoomInfo room) {}

    /** A room is ours no more; {@code how} is the notification, which says why. */
    default void left(String room, JsonNode how) {}

    /** We have read further on another device. */
    default void read(String room, int unread, int mentions) {}

    /** Somebody types in a room of ours, or stopped. */
    default void typing(String room, Person person, boolean on) {}

    default void person(Person person) {}

    /** Somebody's coming or going was missed: list the people again. */
    default void peopleStale() {}

    /** The outgoing messages changed: accepted, refused, or put off. */
    default void outgoing() {}

    /** It is over, and not tried again. */
    default void over(End end, String sentence) {}

    /** Why a client stopped for good. */
    enum End {
        /** The server cannot be reached, and that was to be tried only once. */
        UNREACHABLE,
        /** The server is not the one that was known. */
        UNTRUSTED,
        /** The log-in was refused. */
        REFUSED,
        /** The server ended the session. */
        ENDED
    }
}
