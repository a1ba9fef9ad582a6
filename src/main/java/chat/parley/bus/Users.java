package chat.parley.bus;

import chat.parley.model.ConnectionId;
import chat.parley.model.FileId;
import chat.parley.model.Profile;
import chat.parley.model.Secret;
import chat.parley.model.SessionId;
import chat.parley.model.Status;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is here: names, accounts, sessions, presence. Answered by the user registry. */
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

    /**
     * Starts a session of an account. Fails {@code BAD_PASSWORD_OR_NAME} whatever is wrong of the two,
     * {@code RATE_LIMITED}.
     */
    Request<LogIn, LoggedIn> LOG_IN = new Request<>("users.log-in", LogIn.class, LoggedIn.class);

    /**
     * Makes an account and its first session. Fails {@code BAD_NAME}, {@code NAME_TAKEN}, {@code WEAK_PASSWORD},
     * {@code BAD_INVITE}, {@code REGISTRATION_CLOSED}, {@code RATE_LIMITED}, {@code TOO_MANY}.
     */
    Request<Register, LoggedIn> REGISTER = new Request<>("users.register", Register.class, LoggedIn.class);

    /** Sets a new password by a reset link; all earlier sessions end. Fails {@code BAD_INVITE}, {@code WEAK_PASSWORD}. */
    Request<Reset, LoggedIn> RESET = new Request<>("users.reset", Reset.class, LoggedIn.class);

    /** What an invite is good for. Fails {@code BAD_INVITE}, {@code RATE_LIMITED}. */
    Request<CheckInvite, Invited> CHECK_INVITE = new Request<>("users.check-invite", CheckInvite.class, Invited.class);

    /** Whose token this is, without logging in (files over HTTP). Fails {@code BAD_TOKEN}. */
    Request<Token, Holder> IDENTIFY = new Request<>("users.identify", Token.class, Holder.class);

    /** Whose session this is, while it lasts (links that were made in it). Fails {@code BAD_TOKEN}. */
    Request<Alive, Holder> ALIVE = new Request<>("users.alive", Alive.class, Holder.class);

    /** A connection closed. With {@code forGood} the session ends with it (log-out, or a legacy connection). */
    Request<Detach, Done> DETACH = new Request<>("users.detach", Detach.class, Done.class);

    /**
     * Finds somebody by id or by name: an account always (a deleted one is {@code gone}), others while they are online
     * or in their grace. Fails {@code NO_SUCH_USER}.
     */
    Request<Find, Known> FIND = new Request<>("users.find", Find.class, Known.class);

    /** As {@link #FIND} for many ids at once; those that nobody has are left out. */
    Request<Get, Found> GET = new Request<>("users.get", Get.class, Found.class);

    /** Those who have one of these names, which are given with their case folded. */
    Request<Named, Found> NAMED = new Request<>("users.named", Named.class, Found.class);

    /** Accounts that are not deleted, and others who are online, whose name or display name begins like this. */
    Request<Search, Found> SEARCH = new Request<>("users.search", Search.class, Found.class);

    /** Who is online, by name, a page at a time. */
    Request<ListOnline, People> LIST = new Request<>("users.list", ListOnline.class, People.class);

    /**
     * Whether one may write to the other directly. Fails {@code USER_GONE} (left for good, or deactivated),
     * {@code BLOCKED}.
     */
    Request<MayWrite, Done> MAY_WRITE = new Request<>("users.may-write", MayWrite.class, Done.class);

    /** Whom somebody has blocked. */
    Request<Of, Found> BLOCKS = new Request<>("users.blocks", Of.class, Found.class);

    /** Whom somebody has blocked, and who has blocked them. */
    Request<Of, Ids> APART = new Request<>("users.apart", Of.class, Ids.class);

    /** Fails {@code NO_SUCH_USER}, {@code BAD_REQUEST}, {@code TOO_MANY}. */
    Request<Block, Done> BLOCK = new Request<>("users.block", Block.class, Done.class);

    /** Changes what an account tells of itself. Fails {@code FORBIDDEN}, {@code BAD_NAME}, {@code NAME_TAKEN}. */
    Request<SetProfile, Known> SET_PROFILE = new Request<>("users.set-profile", SetProfile.class, Known.class);

    /** What others are told of how somebody is here. */
    Request<SetPresence, Done> SET_PRESENCE = new Request<>("users.set-presence", SetPresence.class, Done.class);

    /** The sessions of an account; the guest's own one. */
    Request<Of, Sessions> SESSIONS = new Request<>("users.sessions", Of.class, Sessions.class);

    /** Ends a session of the user's own. Fails {@code NO_SUCH_SESSION}. */
    Request<Revoke, Done> REVOKE = new Request<>("users.revoke", Revoke.class, Done.class);

    /** All other sessions end. Fails {@code BAD_PASSWORD_OR_NAME}, {@code WEAK_PASSWORD}, {@code FORBIDDEN}. */
    Request<ChangePassword, Done> CHANGE_PASSWORD =
            new Request<>("users.change-password", ChangePassword.class, Done.class);

    /** The user's own account. Fails {@code BAD_PASSWORD_OR_NAME}, {@code FORBIDDEN}. */
    Request<DeleteAccount, Done> DELETE_ACCOUNT =
            new Request<>("users.delete-account", DeleteAccount.class, Done.class);

    /**
     * What remained of a deleted account elsewhere is cleared away: {@link #ACCOUNT_GONE} need not be told again. Asked by
     * whoever listens to it.
     */
    Request<Cleared, Done> CLEARED = new Request<>("users.cleared", Cleared.class, Done.class);

    /** Somebody came online, went offline (or, with {@code gone}, for good), or changed. */
    Event<Presence> PRESENCE = new Event<>("users.presence", Presence.class);

    /** A session ended; its connections close, its tokens and links are void. */
    Event<Ended> ENDED = new Event<>("users.ended", Ended.class);

    /**
     * An account was deleted: it leaves its rooms and, with {@code erase}, its messages go. Told at once and then every
     * minute, also after a restart, until {@link #CLEARED}; doing it again has to be harmless.
     */
    Event<AccountGone> ACCOUNT_GONE = new Event<>("users.account-gone", AccountGone.class);

    /** {@code address}: the client's IP address. */
    record Arrive(ConnectionId connection, String address, Through door) {}

    /** The doors, as they are counted. */
    enum Through {
        WEB,
        NATIVE,
        LEGACY
    }

    record Depart(ConnectionId connection) {}

    /** Who knocks: {@code address} is the client's IP address, for limits and the event log; {@code client} what it calls itself. */
    record Visitor(ConnectionId connection, String address, String client) {}

    /** {@code name} is as the person typed it. */
    record Enter(String name, UserKind kind, Visitor visitor) {}

    record Resume(Secret token, Visitor visitor) {}

    record LogIn(String name, Secret password, Visitor visitor) {}

    record Register(String name, Secret password, @Nullable Secret invite, Visitor visitor) {}

    record Reset(Secret token, Secret password, Visitor visitor) {}

    record CheckInvite(Secret invite, String address) {}

    /** {@code expires}: milliseconds since 1970. */
    record Invited(UserKind role, long expires) {}

    record Token(Secret token) {}

    record Alive(SessionId session) {}

    record Holder(User user, SessionId session) {}

    /** {@code token} is null for a legacy user. {@code graceSeconds}: how long the token outlives its last connection. */
    record LoggedIn(
            User user,
            Profile profile,
            SessionId session,
            @Nullable Secret token,
            int graceSeconds) {
        /** As who somebody became meanwhile. */
        public LoggedIn as(User changed) {
            return new LoggedIn(changed, profile, session, token, graceSeconds);
        }
    }

    record Detach(SessionId session, ConnectionId connection, boolean forGood) {}

    /** Exactly one of the two is given. */
    record Find(@Nullable UserId id, @Nullable String name) {}

    /** {@code gone}: left for good, the id will never come back. */
    record Known(User user, boolean online, boolean gone, Profile profile) {}

    record Get(List<UserId> ids) {
        public Get {
            ids = List.copyOf(ids);
        }
    }

    record Search(String query, int limit) {}

    record Named(List<String> names) {
        public Named {
            names = List.copyOf(names);
        }
    }

    record Found(List<Known> people) {
        public Found {
            people = List.copyOf(people);
        }
    }

    record ListOnline(@Nullable UserName after, int limit) {}

    /** {@code total} counts everybody online. */
    record People(List<Known> people, int total) {
        public People {
            people = List.copyOf(people);
        }
    }

    record MayWrite(UserId sender, UserId receiver) {}

    record Of(UserId user) {}

    record Ids(List<UserId> users) {
        public Ids {
            users = List.copyOf(users);
        }
    }

    record Block(UserId user, UserId other, boolean blocked) {}

    /** What is null stays as it is; an empty {@code display} and {@code noAvatar} take away. */
    record SetProfile(
            UserId user, @Nullable String display, @Nullable FileId avatar, boolean noAvatar) {}

    /** {@code status}: chosen for all connections, until it is changed; {@code idle}: of this connection alone. */
    record SetPresence(
            UserId user,
            ConnectionId connection,
            @Nullable Status status,
            @Nullable Boolean idle) {}

    record Sessions(List<Open> sessions) {
        public Sessions {
            sessions = List.copyOf(sessions);
        }
    }

    /** A session as its owner is shown it. Times are milliseconds since 1970. */
    record Open(SessionId id, String client, String address, long created, long lastUsed, boolean online) {}

    record Revoke(UserId user, SessionId session) {}

    /** {@code keep}: the session that goes on. */
    record ChangePassword(UserId user, SessionId keep, Secret old, Secret next, String address) {}

    record DeleteAccount(UserId user, Secret password, boolean erase, String address) {}

    record Cleared(UserId user) {}

    record Presence(User user, boolean online, boolean gone, Profile profile) {}

    record Ended(SessionId session, UserId user, String reason) {}

    record AccountGone(User user, boolean erase) {}
}
