package chat.parley.users;

import chat.parley.bus.Administration;
import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Alive;
import chat.parley.bus.Users.Arrive;
import chat.parley.bus.Users.Cleared;
import chat.parley.bus.Users.DeleteAccount;
import chat.parley.bus.Users.Depart;
import chat.parley.bus.Users.Enter;
import chat.parley.bus.Users.Holder;
import chat.parley.bus.Users.LoggedIn;
import chat.parley.bus.Users.Resume;
import chat.parley.bus.Users.Token;
import chat.parley.config.Settings;
import chat.parley.model.Secret;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is here: names, accounts, sessions by their tokens, and who comes and goes. */
public final class UserRegistryVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(UserRegistryVerticle.class);
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    private final Settings.Users settings;
    private final AddressLimits addresses;
    private final UsersDatabase database;
    private Bus bus;
    private Store store;
    private Hashing hashing;
    private Attendance attendance;
    private Upkeep upkeep;

    /** @param data the folder of {@code users.db} */
    @SuppressWarnings("NullAway.Init") // the rest exists from start() on
    public UserRegistryVerticle(Settings.Users settings, Settings.Limits limits, Path data) {
        this.settings = settings;
        this.addresses = new AddressLimits(limits);
        this.database = new UsersDatabase(data.resolve("users.db"));
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        store = new Store(vertx, database, "parley-users-" + deploymentID());
        hashing = new Hashing(vertx, "parley-passwords-" + deploymentID(), settings.passwordsWaiting());
        attendance = new Attendance(vertx, bus, settings, this::forget);
        upkeep = new Upkeep(vertx, bus, store, attendance, addresses);
        return store.open().compose(open -> store.run(Loaded::read)).compose(loaded -> {
            loaded.into(attendance);
            upkeep.start();
            return answer(loaded.blocks());
        });
    }

    private Future<?> answer(Blocks blocks) {
        SignIn signIn = new SignIn(attendance, store, hashing, addresses, settings);
        Registration registration = new Registration(attendance, store, hashing, addresses, signIn, settings);
        People people = new People(attendance, store, blocks);
        Profiles profiles = new Profiles(attendance, store, new Avatars(bus));
        OwnSessions own = new OwnSessions(attendance, store);
        Authority admins = Authority.ofAdministrators(attendance.accounts);
        AccountDesk desk = new AccountDesk(attendance, store, bus, blocks, settings.resetLifetime(), admins);
        InviteDesk invites = new InviteDesk(store, settings, admins);
        upkeep.looksAfter(blocks);
        return Future.all(List.of(
                bus.answer(Users.ARRIVE, this::arrive),
                bus.answer(Users.DEPART, this::depart),
                bus.answer(Users.ENTER, this::enter),
                bus.answer(Users.RESUME, this::resume),
                bus.answer(Users.LOG_IN, signIn::logIn),
                bus.answer(Users.REGISTER, registration::register),
                bus.answer(Users.RESET, signIn::reset),
                bus.answer(Users.CHECK_INVITE, registration::check),
                bus.answer(Users.IDENTIFY, this::identify),
                bus.answer(Users.ALIVE, this::alive),
                bus.answer(Users.DETACH, own::detach),
                bus.answer(Users.SESSIONS, own::list),
                bus.answer(Users.REVOKE, own::revoke),
                bus.answer(Users.CHANGE_PASSWORD, signIn::change),
                bus.answer(Users.DELETE_ACCOUNT, delete -> deleteOwn(delete, signIn, desk)),
                bus.answer(Users.CLEARED, this::cleared),
                bus.answer(Users.FIND, people::find),
                bus.answer(Users.GET, people::get),
                bus.answer(Users.NAMED, people::named),
                bus.answer(Users.SEARCH, people::search),
                bus.answer(Users.LIST, people::list),
                bus.answer(Users.MAY_WRITE, people::mayWrite),
                bus.answer(Users.BLOCKS, people::blocks),
                bus.answer(Users.APART, people::apart),
                bus.answer(Users.BLOCK, people::block),
                bus.answer(Users.SET_PROFILE, profiles::set),
                bus.answer(Users.SET_PRESENCE, profiles::setPresence),
                bus.answer(Administration.CONNECTED, by -> {
                    admins.check(by.by());
                    return Future.succeededFuture(new Administration.Connected(
                            addresses.perDoor(), attendance.residents.online().size()));
                }),
                answer(desk, invites)));
    }

    private Future<?> answer(AccountDesk desk, InviteDesk invites) {
        return Future.all(List.of(
                bus.answer(Administration.ACCOUNTS, desk::list),
                bus.answer(Administration.SET_ROLE, desk::setRole),
                bus.answer(Administration.SET_ACTIVE, desk::setActive),
                bus.answer(Administration.DELETE, desk::delete),
                bus.answer(Administration.RESET, desk::reset),
                bus.answer(Administration.INVITE, invites::invite),
                bus.answer(Administration.INVITES, invites::list),
                bus.answer(Administration.REVOKE_INVITE, invites::revoke),
                bus.answer(Administration.AUDIT, invites::audit),
                bus.answer(Administration.SETUP, setup -> invites.setup())));
    }

    @Override
    public Future<?> stop() {
        return upkeep.flush().transform(flushed -> hashing.close()).transform(closed -> store.close());
    }

    /** Computations of hashes so far: what a test counts in place of time. */
    long hashed() {
        return hashing.computed();
    }

    private Future<Done> arrive(Arrive arrive) {
        try {
            addresses.arrive(arrive);
        } catch (FailureException refusal) {
            events.info("refused a connection from {}: {}", arrive.address(), refusal.failure());
            throw refusal;
        }
        return Future.succeededFuture(Done.DONE);
    }

    private Future<Done> depart(Depart depart) {
        addresses.depart(depart.connection());
        return Future.succeededFuture(Done.DONE);
    }

    private Future<LoggedIn> enter(Enter enter) {
        String address = enter.visitor().address();
        try {
            addresses.login(address);
            if (enter.kind() == UserKind.GUEST && !settings.guests()) {
                throw Failure.GUESTS_OFF.because("This server does not admit guests.");
            }
            UserName name = attendance.accounts.free(enter.name());
            User user = new User(UserId.random(), name, enter.kind());
            return enter.kind() == UserKind.LEGACY ? enterLegacy(user, enter) : enterGuest(user, enter);
        } catch (FailureException refusal) {
            // What is no name may be a password in the wrong field: it is not written down.
            boolean named = refusal.failure() == Failure.NAME_TAKEN;
            events.info(
                    "refused {} from {}: {}{}",
                    enter.kind(),
                    address,
                    refusal.failure(),
                    named ? " as " + enter.name().strip() : "");
            return Future.failedFuture(refusal);
        }
    }

    private Future<LoggedIn> enterLegacy(User user, Enter enter) {
        LiveSession session = session(user, null, enter);
        attendance.admit(user, session);
        return Future.succeededFuture(attendance.attach(session, null, enter.visitor()));
    }

    private static LiveSession session(User user, @Nullable TokenHash token, Enter enter) {
        return new LiveSession(
                SessionId.random(),
                user.id(),
                token,
                enter.visitor().client(),
                enter.visitor().address(),
                System.currentTimeMillis());
    }

    private Future<LoggedIn> enterGuest(User user, Enter enter) {
        Secret token = TokenHash.newToken();
        TokenHash hash = TokenHash.of(token);
        LiveSession session = session(user, hash, enter);
        Resident resident = attendance.admit(user, session);
        GuestTable.Guest row = new GuestTable.Guest(user, session.id, hash);
        return store.run(connection -> {
                    GuestTable.insert(connection, row, session.created);
                    return Done.DONE;
                })
                .onFailure(failure -> attendance.dismiss(resident, session))
                .map(done -> attendance.attach(session, token, enter.visitor()));
    }

    private Future<LoggedIn> resume(Resume resume) {
        try {
            addresses.login(resume.visitor().address());
            LiveSession session = attendance.live(attendance.sessions.get(TokenHash.of(resume.token())));
            return Future.succeededFuture(attendance.attach(session, resume.token(), resume.visitor()));
        } catch (FailureException refusal) {
            events.info("refused a token from {}: {}", resume.visitor().address(), refusal.failure());
            throw refusal;
        }
    }

    private Future<Holder> identify(Token token) {
        return holder(attendance.sessions.get(TokenHash.of(token.token())));
    }

    private Future<Holder> alive(Alive alive) {
        return holder(attendance.sessions.get(alive.session()));
    }

    private Future<Holder> holder(@Nullable LiveSession found) {
        LiveSession session = attendance.live(found);
        return Future.succeededFuture(new Holder(attendance.userOf(session), session.id));
    }

    private Future<Done> deleteOwn(DeleteAccount delete, SignIn signIn, AccountDesk desk) {
        return signIn.verifyOwn(delete.user(), delete.password(), delete.address())
                .compose(account -> desk.deleteOwn(delete, account));
    }

    private Future<Done> cleared(Cleared cleared) {
        return store.run(connection -> {
            AccountTable.cleared(connection, cleared.user());
            return Done.DONE;
        });
    }

    private void forget(User guest) {
        if (guest.kind() == UserKind.GUEST) {
            upkeep.forget(guest)
                    .onFailure(e ->
                            log.warn("A guest who left stays in users.db until the next start: {}", e.getMessage()));
        }
    }
}
