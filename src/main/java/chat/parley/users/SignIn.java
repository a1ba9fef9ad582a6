package chat.parley.users;

import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Users.ChangePassword;
import chat.parley.bus.Users.LogIn;
import chat.parley.bus.Users.LoggedIn;
import chat.parley.bus.Users.Reset;
import chat.parley.bus.Users.Visitor;
import chat.parley.config.Settings;
import chat.parley.crypto.Argon2Cost;
import chat.parley.crypto.PasswordHash;
import chat.parley.model.Secret;
import chat.parley.model.SessionId;
import chat.parley.model.UserId;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passwords: logging in with one, changing it, setting a new one by a link. */
final class SignIn {
    private static final Logger log = LoggerFactory.getLogger(SignIn.class);
    private static final Logger events = LoggerFactory.getLogger("parley.events");
    private static final UserId NOBODY = new UserId("0000000000000000000000000n");

    private final Attendance attendance;
    private final Store store;
    private final Hashing hashing;
    private final AddressLimits limits;
    private final PasswordRules rules;
    private final Settings.Users settings;
    private final Argon2Cost cost;

    SignIn(Attendance attendance, Store store, Hashing hashing, AddressLimits limits, Settings.Users settings) {
        this.attendance = attendance;
        this.store = store;
        this.hashing = hashing;
        this.limits = limits;
        this.settings = settings;
        this.rules = new PasswordRules(settings.passwordLength());
        this.cost =
                new Argon2Cost(settings.argon2MemoryKiB(), settings.argon2Iterations(), settings.argon2Parallelism());
    }

    /** What a new hash costs. */
    Argon2Cost cost() {
        return cost;
    }

    PasswordRules rules() {
        return rules;
    }

    Future<LoggedIn> logIn(LogIn login) {
        Visitor visitor = login.visitor();
        limits.login(visitor.address());
        Account account = attendance.accounts.named(login.name());
        return verify(account, login.name(), login.password())
                .recover(failure -> {
                    // A name that nobody has may be a password in the wrong field: it is not written down.
                    events.info(
                            "refused log-in{} from {}: {}",
                            account == null ? "" : " of " + account.user.name(),
                            visitor.address(),
                            FailureException.of(failure).failure());
                    return Future.failedFuture(failure);
                })
                .compose(verified -> renew(verified, login.password()))
                .compose(verified -> begin(verified, visitor));
    }

    /** An account with the hash that the password matched. */
    private record Verified(Account account, String password) {}

    /** Whose wrong passwords count together: of one name, and of so few others that all of them fit into memory. */
    static String allowance(Accounts accounts, String name) {
        return accounts.place(name).substring(0, 3);
    }

    /** The same work and the same answer, whether the name, the password or neither is wrong. */
    private Future<Verified> verify(@Nullable Account account, String name, Secret password) {
        String place = allowance(attendance.accounts, name);
        limits.guess(place);
        UserId user = account == null ? NOBODY : account.user.id();
        return store.run(connection -> AccountTable.found(connection, user)).compose(found -> {
            String written = found.password();
            PasswordHash hash = written == null
                    ? PasswordHash.ofNobody(attendance.accounts.costOfNobody(name, cost))
                    : PasswordHash.parse(written);
            return hashing.matches(hash, password).compose(matches -> {
                if (!matches || account == null || written == null || !account.isActive()) {
                    return Future.failedFuture(Failure.BAD_PASSWORD_OR_NAME.because("Name or password is wrong."));
                }
                limits.noGuess(place);
                return Future.succeededFuture(new Verified(account, written));
            });
        });
    }

    /** A hash of another cost than the settings' is made anew, now that the password is there. */
    private Future<Verified> renew(Verified verified, Secret password) {
        if (PasswordHash.parse(verified.password()).cost().equals(cost)) {
            return Future.succeededFuture(verified);
        }
        return hashing.hash(password, cost)
                .compose(hash -> {
                    String written = hash.written();
                    Account account = verified.account();
                    return store.run(connection -> {
                                AccountTable.replacePassword(
                                        connection, account.user.id(), verified.password(), written);
                                return Done.DONE;
                            })
                            .map(done -> {
                                account.cost = cost;
                                attendance.accounts.costChanged(account);
                                return new Verified(account, written);
                            });
                })
                .recover(failure -> {
                    log.warn("A password's hash was not renewed: {}", failure.getMessage());
                    return Future.succeededFuture(verified);
                });
    }

    private Future<LoggedIn> begin(Verified verified, Visitor visitor) {
        Secret token = TokenHash.newToken();
        LiveSession session = session(verified.account().user.id(), token, visitor);
        LiveSession oldest = oldestTooMany(session.user);
        return store.run(connection -> {
                    if (!verified.password().equals(AccountTable.password(connection, session.user))) {
                        throw Failure.BAD_PASSWORD_OR_NAME.because("Name or password is wrong.");
                    }
                    insert(connection, session);
                    if (oldest != null) {
                        SessionTable.delete(connection, oldest.id);
                    }
                    return Done.DONE;
                })
                .map(done -> {
                    if (oldest != null) {
                        attendance.end(
                                oldest,
                                "This account is logged in at too many places; this one was not used"
                                        + " for the longest time.");
                    }
                    return enter(session, token, visitor);
                });
    }

    private @Nullable LiveSession oldestTooMany(UserId user) {
        List<LiveSession> own = attendance.sessions.of(user);
        return own.size() < settings.sessionsPerUser()
                ? null
                : own.stream()
                        .min(Comparator.<LiveSession>comparingInt(each -> each.connections.isEmpty() ? 0 : 1)
                                .thenComparingLong(each -> each.lastUsed))
                        .orElse(null);
    }

    static LiveSession session(UserId user, Secret token, Visitor visitor) {
        return new LiveSession(
                SessionId.random(),
                user,
                TokenHash.of(token),
                visitor.client(),
                visitor.address(),
                System.currentTimeMillis());
    }

    static void insert(Connection connection, LiveSession session) throws SQLException {
        if (session.token != null) {
            SessionTable.insert(connection, session, session.token);
        }
    }

    /** A session that is on disk begins. */
    LoggedIn enter(LiveSession session, Secret token, Visitor visitor) {
        attendance.sessions.add(session);
        return attendance.attach(session, token, visitor);
    }

    Future<LoggedIn> reset(Reset reset) {
        Visitor visitor = reset.visitor();
        limits.login(visitor.address());
        TokenHash link = TokenHash.of(reset.token());
        return store.run(connection ->
                        AccountTable.found(connection, orNobody(InviteTable.resets(connection, link, now()))))
                .compose(found -> {
                    Account account = attendance.accounts.get(found.user());
                    if (account == null || !account.isActive()) {
                        events.info("refused reset from {}: {}", visitor.address(), Failure.BAD_INVITE);
                        throw usedUp();
                    }
                    rules.check(reset.password(), account.user.name().value());
                    return hashing.hash(reset.password(), cost).compose(hash -> reset(account, link, hash, visitor));
                });
    }

    private Future<LoggedIn> reset(Account account, TokenHash link, PasswordHash hash, Visitor visitor) {
        Secret token = TokenHash.newToken();
        LiveSession session = session(account.user.id(), token, visitor);
        return store.run(connection -> {
                    if (!InviteTable.useReset(connection, link)) {
                        throw usedUp();
                    }
                    AccountTable.setPassword(connection, session.user, hash.written());
                    SessionTable.deleteOthers(connection, session.user, null);
                    insert(connection, session);
                    return Done.DONE;
                })
                .map(done -> {
                    events.info("reset password of {} from {}", account.user.name(), visitor.address());
                    passwordIsNew(account, null);
                    return enter(session, token, visitor);
                });
    }

    private static UserId orNobody(@Nullable UserId user) {
        return user == null ? NOBODY : user;
    }

    private static FailureException usedUp() {
        return Failure.BAD_INVITE.because("This link was used already, or is too old. Please ask for a new one.");
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private void passwordIsNew(Account account, @Nullable SessionId keep) {
        account.cost = cost;
        attendance.accounts.costChanged(account);
        attendance.sessions.of(account.user.id()).stream()
                .filter(session -> !session.id.equals(keep))
                .forEach(session -> attendance.end(session, "The password was changed. Please log in again."));
    }

    Future<Done> change(ChangePassword change) {
        return verifyOwn(change.user(), change.old(), change.address()).compose(account -> {
            rules.check(change.next(), account.user.name().value());
            return hashing.hash(change.next(), cost)
                    .compose(hash -> store.run(connection -> {
                        AccountTable.setPassword(connection, change.user(), hash.written());
                        SessionTable.deleteOthers(connection, change.user(), change.keep());
                        InviteTable.deleteResets(connection, change.user());
                        return Done.DONE;
                    }))
                    .onSuccess(done -> {
                        events.info("changed password of {} from {}", account.user.name(), change.address());
                        passwordIsNew(account, change.keep());
                    });
        });
    }

    /** Somebody who is logged in gives the password again. */
    Future<Account> verifyOwn(UserId user, Secret password, String address) {
        limits.login(address);
        Account account = attendance.accounts.get(user);
        if (account == null || !account.isActive()) {
            throw Failure.FORBIDDEN.because("This needs an account (role member): guests have no password.");
        }
        return verify(account, account.user.name().value(), password)
                .map(Verified::account)
                .recover(failure -> {
                    boolean wrong = FailureException.of(failure).failure() == Failure.BAD_PASSWORD_OR_NAME;
                    return Future.failedFuture(
                            wrong ? Failure.BAD_PASSWORD_OR_NAME.because("The password is wrong.") : failure);
                });
    }
}
