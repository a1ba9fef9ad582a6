package chat.parley.users;

import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Detach;
import chat.parley.bus.Users.Of;
import chat.parley.bus.Users.Open;
import chat.parley.bus.Users.Revoke;
import io.vertx.core.Future;
import java.util.Comparator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of one user: listed, left, revoked. */
final class OwnSessions {
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    private final Attendance attendance;
    private final Store store;

    OwnSessions(Attendance attendance, Store store) {
        this.attendance = attendance;
        this.store = store;
    }

    Future<Users.Sessions> list(Of of) {
        return Future.succeededFuture(new Users.Sessions(attendance.sessions.of(of.user()).stream()
                .filter(session -> !attendance.isOver(session))
                .sorted(Comparator.comparingLong((LiveSession session) -> session.lastUsed)
                        .reversed())
                .map(session -> new Open(
                        session.id,
                        session.client,
                        session.address,
                        session.created,
                        session.connections.isEmpty() ? session.lastUsed : System.currentTimeMillis(),
                        !session.connections.isEmpty()))
                .toList()));
    }

    Future<Done> revoke(Revoke revoke) {
        LiveSession session = attendance.sessions.get(revoke.session());
        if (session == null || !session.user.equals(revoke.user())) {
            throw Failure.NO_SUCH_SESSION.because("There is no such session (any more).");
        }
        events.info("revoked a session of {}", attendance.userOf(session).name());
        return end(session, "This session was ended from another one of yours.");
    }

    Future<Done> detach(Detach detach) {
        LiveSession session = attendance.sessions.get(detach.session());
        if (session == null) {
            return Future.succeededFuture(Done.DONE);
        }
        if (detach.forGood()) {
            return end(session, "The session was ended.");
        }
        attendance.leave(session, detach.connection());
        return Future.succeededFuture(Done.DONE);
    }

    /** Ends it in memory at once, so that it is over even where the disk refuses to note it. */
    private Future<Done> end(LiveSession session, String reason) {
        boolean account = attendance.accounts.get(session.user) != null;
        attendance.end(session, reason);
        return !account
                ? Future.succeededFuture(Done.DONE)
                : store.run(connection -> {
                    SessionTable.delete(connection, session.id);
                    return Done.DONE;
                });
    }
}
