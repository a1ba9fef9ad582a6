package chat.parley.users;

import chat.parley.bus.Administration.State;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Users.CheckInvite;
import chat.parley.bus.Users.Invited;
import chat.parley.bus.Users.LoggedIn;
import chat.parley.bus.Users.Register;
import chat.parley.bus.Users.Visitor;
import chat.parley.config.Settings;
import chat.parley.crypto.PasswordHash;
import chat.parley.model.Secret;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** New accounts: by an invite, by the link for the first administrator, or by anybody where the settings say so. */
final class Registration {
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    private final Attendance attendance;
    private final Store store;
    private final Hashing hashing;
    private final AddressLimits limits;
    private final SignIn signIn;
    private final Settings.Users settings;

    Registration(
            Attendance attendance,
            Store store,
            Hashing hashing,
            AddressLimits limits,
            SignIn signIn,
            Settings.Users settings) {
        this.attendance = attendance;
        this.store = store;
        this.hashing = hashing;
        this.limits = limits;
        this.signIn = signIn;
        this.settings = settings;
    }

    Future<Invited> check(CheckInvite check) {
        limits.login(check.address());
        return usable(check.invite()).map(invite -> new Invited(invite.role(), invite.expires()));
    }

    private Future<InviteTable.Invite> usable(Secret token) {
        return store.run(connection -> {
            long now = System.currentTimeMillis();
            InviteTable.Invite invite = InviteTable.usable(connection, TokenHash.of(token), now);
            if (invite == null || (invite.setup() && AccountTable.admins(connection) > 0)) {
                throw usedUp();
            }
            if (settings.registration() == Settings.Users.Registration.CLOSED && !invite.setup()) {
                throw closed();
            }
            return invite;
        });
    }

    private static boolean use(Connection connection, InviteTable.Invite invite, long now) throws SQLException {
        return InviteTable.use(connection, invite.id(), now)
                && (!invite.setup() || AccountTable.admins(connection) == 0);
    }

    private static FailureException usedUp() {
        return Failure.BAD_INVITE.because("This invitation was used up, or is too old. Please ask for a new one.");
    }

    private static FailureException closed() {
        return Failure.REGISTRATION_CLOSED.because(
                "This server makes no new accounts. Whoever runs it can, with: parley user add");
    }

    Future<LoggedIn> register(Register register) {
        Visitor visitor = register.visitor();
        limits.login(visitor.address());
        return invite(register.invite())
                .compose(invite -> {
                    limits.account(visitor.address());
                    return register(register, invite).onFailure(failure -> limits.noAccount(visitor.address()));
                })
                .onFailure(failure -> events.info(
                        "refused registration from {}: {}",
                        visitor.address(),
                        FailureException.of(failure).failure()));
    }

    /** What is registered with; {@code invite} is null where everybody may. */
    private record Ticket(InviteTable.@Nullable Invite invite) {
        UserKind role() {
            return invite == null ? UserKind.MEMBER : invite.role();
        }
    }

    private Future<Ticket> invite(@Nullable Secret token) {
        if (token != null) {
            return usable(token).map(Ticket::new);
        }
        return switch (settings.registration()) {
            case OPEN -> Future.succeededFuture(new Ticket(null));
            case INVITE ->
                Future.failedFuture(Failure.REGISTRATION_CLOSED.because(
                        "A new account needs an invitation. Please ask an administrator for a link."));
            case CLOSED -> Future.failedFuture(closed());
        };
    }

    private Future<LoggedIn> register(Register register, Ticket ticket) {
        attendance.accounts.free(register.name());
        signIn.rules().check(register.password(), register.name());
        return hashing.hash(register.password(), signIn.cost()).compose(hash -> {
            // Again: somebody may have been faster meanwhile. From here on the name is held.
            UserName name = attendance.accounts.free(register.name());
            User user = new User(UserId.random(), name, ticket.role());
            attendance.accounts.names.put(user);
            return store(user, hash, ticket, register.visitor())
                    .onFailure(failure -> attendance.accounts.names.remove(user));
        });
    }

    private Future<LoggedIn> store(User user, PasswordHash hash, Ticket ticket, Visitor visitor) {
        Secret token = TokenHash.newToken();
        LiveSession session = SignIn.session(user.id(), token, visitor);
        return store.run(connection -> {
                    InviteTable.Invite invite = ticket.invite();
                    if (invite != null && !use(connection, invite, session.created)) {
                        throw usedUp();
                    }
                    AccountTable.insert(
                            connection,
                            user,
                            attendance.accounts.names.looksOf(user.name()),
                            hash.written(),
                            session.created);
                    SignIn.insert(connection, session);
                    if (user.kind() == UserKind.ADMIN) {
                        InviteTable.deleteSetups(connection);
                    }
                    return Done.DONE;
                })
                .map(done -> {
                    Account account = new Account(user, State.ACTIVE, session.created);
                    account.cost = hash.cost();
                    attendance.accounts.add(account);
                    events.info("registered {} {} from {}", user.kind(), user.name(), visitor.address());
                    return signIn.enter(session, token, visitor);
                });
    }
}
