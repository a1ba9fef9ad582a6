package chat.parley.bus;

import chat.parley.model.ConnectionId;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is here: names, sessions, presence. Answered by the user registry. */
public interface Users {
    /** A connection was accepted at a door. Fails {@code TOO_MANY}, and then it is to be closed. */
    Request<Arrive, Done> ARRIVE = new Request<>("users.arrive", Arrive.class, Done.class);

    /** A connection that had arrived is closed, logged in or not. */
    Request<Depart, Done> DEPART = new Request<>("users.depart", Depart.class, Done.class);

    /**
     * Logs somebody in under a free name as a new user: a guest (who gets a token) or a legacy user (who gets none).
     * Fails {@code BAD_NAME}, {@code NAME_TAKEN}, {@code GUESTS_OFF}, {@code RATE_LIMITED}, {@code TOO_MANY}.
     */
    Request<Enter, LoggedIn> ENTER = new Request<>("users.enter", Enter.class, LoggedIn.class);

    /** Attaches another connection to the session of a token. Fails {@code BAD_TOKEN}, {@code RATE_LIMITED}. */
    Request<Resume, LoggedIn> RESUME = new Request<>("users.resume", Resume.class, LoggedIn.class);

    /** Whose token this is, without logging in (files over HTTP). Fails {@code BAD_TOKEN}. */
    Request<Token, Known> IDENTIFY = new Request<>("users.identify", Token.class, Known.class);

    /** A connection closed. With {@code forGood} the session ends with it (log-out, or a legacy connection). */
    Request<Detach, Done> DETACH = new Request<>("users.detach", Detach.class, Done.class);

    /** Finds somebody by id or by name, online or in their grace. Fails {@code NO_SUCH_USER}. */
    Request<Find, Known> FIND = new Request<>("users.find", Find.class, Known.class);

    /** Who is online, by name, a page at a time. */
    Request<ListOnline, People> LIST = new Request<>("users.list", ListOnline.class, People.class);

    /** Somebody came online or went offline (or, with {@code gone}, for good). */
    Event<Presence> PRESENCE = new Event<>("users.presence", Presence.class);

    /** A session ended; its connections close. */
    Event<Ended> ENDED = new Event<>("users.ended", Ended.class);

    /** {@code address}: the client's IP address. */
    record Arrive(ConnectionId connection, String address) {}

    record Depart(ConnectionId connection) {}

    /** {@code address}: the client's IP address, for limits and the event log. {@code name} is as the person typed it. */
    record Enter(String name, UserKind kind, ConnectionId connection, String address) {}

    record Resume(String token, ConnectionId connection, String address) {}

    record Token(String token) {}

    /** {@code token} is null for a legacy user. {@code graceSeconds}: how long the token outlives its last connection. */
    record LoggedIn(User user, SessionId session, @Nullable String token, int graceSeconds) {}

    record Detach(SessionId session, ConnectionId connection, boolean forGood) {}

    /** Exactly one of the two is given. */
    record Find(@Nullable UserId id, @Nullable String name) {}

    /** {@code gone}: left for good, the id will never come back. */
    record Known(User user, boolean online, boolean gone) {}

    record ListOnline(@Nullable UserName after, int limit) {}

    /** {@code total} counts everybody online. */
    record People(List<User> people, int total) {
        public People {
            people = List.copyOf(people);
        }
    }

    record Presence(User user, boolean online, boolean gone) {}

    record Ended(SessionId session, String reason) {}
}
