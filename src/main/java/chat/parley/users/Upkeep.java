package chat.parley.users;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Users;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens again and again: sessions are noted as used and run out, and what the command line changed is taken over. */
final class Upkeep {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);
    /** By then everything else has started that may have something to do with it. */
    private static final long FIRST_MS = 2_000;

    private static final long SWEEP_MS = 60_000;
    private static final long LOOK_MS = 1_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Store store;
    private final Attendance attendance;
    private final AddressLimits addresses;
    private final Avatars avatars;
    private Blocks blocks = new Blocks();
    private boolean looking;

    Upkeep(Vertx vertx, Bus bus, Store store, Attendance attendance, AddressLimits addresses) {
        this.vertx = vertx;
        this.bus = bus;
        this.store = store;
        this.attendance = attendance;
        this.addresses = addresses;
        this.avatars = new Avatars(bus);
    }

    void start() {
        vertx.setTimer(FIRST_MS, timer -> sweep());
        vertx.setPeriodic(SWEEP_MS, timer -> sweep());
        vertx.setPeriodic(LOOK_MS, timer -> look());
    }

    void looksAfter(Blocks known) {
        this.blocks = known;
    }

    private void sweep() {
        addresses.sweep();
        List<LiveSession> over =
                attendance.sessions.all().stream().filter(attendance::isOver).toList();
        over.forEach(session -> attendance.end(session, "The session was not used for too long."));
        store.run(connection -> {
                    for (LiveSession session : over) {
                        SessionTable.delete(connection, session.id);
                    }
                    return Done.DONE;
                })
                .compose(deleted -> flush())
                .compose(flushed -> tellLeftovers())
                .compose(told -> clearAvatars())
                .onFailure(e -> log.warn("users.db: {}", e.getMessage()));
    }

    /** Writes down who was here last, and when. */
    Future<Done> flush() {
        record Used(SessionId session, long time, String address) {}
        List<Used> used = new ArrayList<>();
        Map<UserId, Long> seen = new HashMap<>();
        long now = System.currentTimeMillis();
        for (LiveSession session : attendance.sessions.all()) {
            Account account = attendance.accounts.get(session.user);
            boolean here = !session.connections.isEmpty();
            if (account != null && (session.dirty || here)) {
                session.dirty = false;
                session.lastUsed = here ? now : session.lastUsed;
                used.add(new Used(session.id, session.lastUsed, session.address));
                seen.merge(session.user, session.lastUsed, Math::max);
            }
        }
        return store.run(connection -> {
            for (Used each : used) {
                SessionTable.used(connection, each.session(), each.time(), each.address());
            }
            for (Map.Entry<UserId, Long> each : seen.entrySet()) {
                AccountTable.setLastSeen(connection, each.getKey(), each.getValue());
            }
            InviteTable.sweep(connection, now);
            return Done.DONE;
        });
    }

    /** Again until it is cleared: whoever was to clear it may have been away. */
    private Future<Done> tellLeftovers() {
        return store.run(AccountTable::leftovers).map(leftovers -> {
            for (AccountTable.Leftover leftover : leftovers) {
                Account account = attendance.accounts.get(leftover.user());
                if (account != null) {
                    bus.publish(Users.ACCOUNT_GONE, new Users.AccountGone(account.user, leftover.erase()));
                }
            }
            return Done.DONE;
        });
    }

    private Future<Done> clearAvatars() {
        return store.run(AccountTable::oldAvatars).compose(old -> {
            Future<Done> cleared = Future.succeededFuture(Done.DONE);
            for (AccountTable.OldAvatar each : old) {
                cleared = cleared.compose(before -> avatars.show(each.user(), null, each.avatar()))
                        .compose(hidden -> store.run(connection -> {
                            AccountTable.setProfile(connection, each.user(), null, null);
                            return Done.DONE;
                        }));
            }
            return cleared;
        });
    }

    Future<Done> forget(User guest) {
        blocks.forget(guest.id());
        return store.run(connection -> {
            GuestTable.delete(connection, guest.id());
            return Done.DONE;
        });
    }

    /** What another process (the command line) wrote is taken over. */
    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        store.changedByOthers()
                .compose(changed -> changed ? store.run(Upkeep::read).map(this::takeOver) : Future.succeededFuture())
                .onComplete(done -> looking = false)
                .onFailure(e -> log.warn("users.db could not be read again: {}", e.getMessage()));
    }

    private record Stored(List<Account> accounts, Set<SessionId> sessions) {}

    private static Stored read(Connection connection) throws SQLException {
        return new Stored(AccountTable.load(connection), new HashSet<>(SessionTable.ids(connection)));
    }

    private Done takeOver(Stored stored) {
        for (Account account : stored.accounts()) {
            Account known = attendance.accounts.get(account.user.id());
            if (known == null) {
                makeRoom(account);
                attendance.accounts.add(account);
            } else {
                update(known, account);
            }
        }
        for (LiveSession session : List.copyOf(attendance.sessions.all())) {
            if (attendance.accounts.get(session.user) != null
                    && !stored.sessions().contains(session.id)) {
                attendance.end(session, "An administrator ended this session.");
            }
        }
        return Done.DONE;
    }

    private void update(Account known, Account stored) {
        boolean wasDeleted = known.isDeleted();
        boolean changed = known.update(stored);
        attendance.accounts.add(known);
        if (known.isDeleted() && !wasDeleted) {
            blocks.forget(known.user.id());
            tellLeftovers().onFailure(e -> log.warn("users.db: {}", e.getMessage()));
        }
        if (changed) {
            attendance.tell(known);
        }
    }

    /** An account's name is its own: a guest or legacy user who has it, or one like it, has to go. */
    private void makeRoom(Account account) {
        User holder = attendance.accounts.names.holderOf(account.user.name());
        if (holder != null && Residents.isPassing(holder)) {
            attendance
                    .sessions
                    .of(holder.id())
                    .forEach(session -> attendance.end(
                            session,
                            "The name " + holder.name() + " belongs to an account now. Please choose another."));
        }
    }
}
