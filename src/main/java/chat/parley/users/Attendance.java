package chat.parley.users;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Ended;
import chat.parley.bus.Users.Known;
import chat.parley.bus.Users.LoggedIn;
import chat.parley.bus.Users.Presence;
import chat.parley.bus.Users.Visitor;
import chat.parley.config.Settings;
import chat.parley.model.ConnectionId;
import chat.parley.model.Profile;
import chat.parley.model.Secret;
import chat.parley.model.Status;
import chat.parley.model.User;
import chat.parley.model.UserId;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is here now: connections come to sessions and leave them, sessions end, and everybody is told who comes and goes. */
final class Attendance {
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    final Accounts accounts = new Accounts(new NameBook());
    final Residents residents = new Residents();
    final Sessions sessions = new Sessions();
    private final Vertx vertx;
    private final Bus bus;
    private final Settings.Users settings;
    private final Farewell farewell;

    /** What else is to be done when a guest is gone for good. */
    interface Farewell {
        void gone(User guest);
    }

    Attendance(Vertx vertx, Bus bus, Settings.Users settings, Farewell farewell) {
        this.vertx = vertx;
        this.bus = bus;
        this.settings = settings;
        this.farewell = farewell;
    }

    /** Takes in a guest that was here before a restart: it has the whole grace to come back. */
    void keep(User guest, LiveSession session) {
        Resident resident = admit(guest, session);
        startGrace(resident, session);
    }

    /** Somebody without an account, under a name that is free. */
    Resident admit(User passing, LiveSession session) {
        Resident resident = new Resident(passing);
        residents.add(resident);
        accounts.names.put(passing);
        sessions.add(session);
        return resident;
    }

    /** Takes an admission back. */
    void dismiss(Resident resident, LiveSession session) {
        sessions.remove(session);
        residents.remove(resident);
        accounts.names.remove(resident.user);
    }

    /** The session of a token while it lasts; fails {@code BAD_TOKEN}. */
    LiveSession live(@Nullable LiveSession session) {
        if (session == null || isOver(session)) {
            throw Failure.BAD_TOKEN.because("The session has ended. Please log in again.");
        }
        return session;
    }

    /** Not used for so long that it does not count any more. */
    boolean isOver(LiveSession session) {
        return accounts.get(session.user) != null
                && session.connections.isEmpty()
                && session.lastUsed + settings.sessionLifetime().toMillis() < System.currentTimeMillis();
    }

    User userOf(LiveSession session) {
        Known known = known(session.user);
        if (known == null) {
            throw new IllegalStateException("A session of nobody");
        }
        return known.user();
    }

    LoggedIn attach(LiveSession session, @Nullable Secret token, Visitor visitor) {
        Resident resident = resident(session);
        stopTimers(resident);
        touch(session);
        session.address = visitor.address();
        session.connections.add(visitor.connection());
        Status before = resident.status();
        resident.connections.put(visitor.connection(), false);
        User user = resident.user;
        events.info("login {} from {} as {}", user.kind(), visitor.address(), user.name());
        if (!resident.online) {
            residents.setOnline(resident, true);
            events.info("join {} {}", user.kind(), user.name());
            tell(resident);
        } else if (resident.status() != before) {
            tell(resident);
        }
        Duration grace = Residents.isPassing(user) ? settings.guestGrace() : settings.sessionLifetime();
        return new LoggedIn(user, known(resident).profile(), session.id, token, (int) grace.toSeconds());
    }

    private Resident resident(LiveSession session) {
        Resident resident = residents.get(session.user);
        if (resident == null) {
            Account account = accounts.get(session.user);
            if (account == null) {
                throw new IllegalStateException("A session of nobody");
            }
            resident = new Resident(account.user);
            resident.chosen = account.status;
            residents.add(resident);
        }
        return resident;
    }

    private static void touch(LiveSession session) {
        session.lastUsed = System.currentTimeMillis();
        session.dirty = true;
    }

    /** A connection closed, and its session goes on. */
    void leave(LiveSession session, ConnectionId connection) {
        session.connections.remove(connection);
        touch(session);
        Resident resident = residents.get(session.user);
        if (resident == null) {
            return;
        }
        Status before = resident.status();
        if (resident.connections.remove(connection) == null) {
            return;
        }
        if (!resident.connections.isEmpty()) {
            if (resident.status() != before) {
                tell(resident);
            }
            return;
        }
        stopTimers(resident);
        resident.lingerTimer = later(settings.presenceLinger(), () -> goOffline(resident, false));
        if (Residents.isPassing(resident.user)) {
            startGrace(resident, session);
        }
    }

    private void startGrace(Resident resident, LiveSession session) {
        resident.graceTimer = later(settings.guestGrace(), () -> end(session, "The session was ended."));
    }

    private long later(Duration duration, Runnable action) {
        return vertx.setTimer(Math.max(1, duration.toMillis()), timer -> action.run());
    }

    private void stopTimers(Resident resident) {
        vertx.cancelTimer(resident.lingerTimer);
        vertx.cancelTimer(resident.graceTimer);
    }

    /** Ends a session: its connections close, its token is void. What the database has of it is the caller's. */
    void end(LiveSession session, String reason) {
        if (!sessions.remove(session)) {
            return;
        }
        bus.publish(Users.ENDED, new Ended(session.id, session.user, reason));
        Resident resident = residents.get(session.user);
        if (resident == null) {
            return;
        }
        resident.connections.keySet().removeAll(session.connections);
        boolean passing = Residents.isPassing(resident.user);
        if (passing) {
            accounts.names.remove(resident.user);
        }
        if (passing || resident.connections.isEmpty()) {
            stopTimers(resident);
            goOffline(resident, passing);
        }
        if (passing) {
            residents.remove(resident);
            farewell.gone(resident.user);
        }
    }

    private void goOffline(Resident resident, boolean gone) {
        if (resident.online) {
            events.info("leave {} {}", resident.user.kind(), resident.user.name());
        }
        residents.setOnline(resident, false);
        Account account = accounts.get(resident.user.id());
        if (account != null) {
            residents.remove(resident);
            if (account.isDeleted()) {
                return; // told when it was deleted
            }
            account.lastSeen = System.currentTimeMillis();
        }
        Known now = known(resident);
        bus.publish(Users.PRESENCE, new Presence(now.user(), false, gone, now.profile()));
    }

    /** Tells everybody how somebody is now. */
    void tell(Account account) {
        Resident resident = residents.get(account.user.id());
        if (resident != null) {
            resident.user = account.user;
            resident.chosen = account.status;
        }
        tell(known(account));
    }

    void tell(Resident resident) {
        tell(known(resident));
    }

    private void tell(Known now) {
        bus.publish(Users.PRESENCE, new Presence(now.user(), now.online(), now.gone(), now.profile()));
    }

    @Nullable
    Known known(UserId id) {
        Account account = accounts.get(id);
        if (account != null) {
            return known(account);
        }
        Resident resident = residents.get(id);
        return resident == null ? null : known(resident);
    }

    Known known(Resident resident) {
        Account account = accounts.get(resident.user.id());
        return account != null
                ? known(account)
                : new Known(
                        resident.user,
                        resident.online,
                        false,
                        new Profile(null, null, resident.online ? resident.status() : null, null));
    }

    Known known(Account account) {
        Resident resident = residents.get(account.user.id());
        Status status = resident != null && resident.online ? resident.status() : null;
        Long lastSeen = status == null ? account.lastSeen : null;
        return new Known(
                account.user,
                status != null,
                account.isDeleted(),
                new Profile(account.display, account.avatar, status, lastSeen));
    }
}
