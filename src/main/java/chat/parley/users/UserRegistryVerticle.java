package chat.parley.users;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.FailureException;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Arrive;
import chat.parley.bus.Users.Depart;
import chat.parley.bus.Users.Detach;
import chat.parley.bus.Users.Ended;
import chat.parley.bus.Users.Enter;
import chat.parley.bus.Users.Find;
import chat.parley.bus.Users.Known;
import chat.parley.bus.Users.ListOnline;
import chat.parley.bus.Users.LoggedIn;
import chat.parley.bus.Users.People;
import chat.parley.bus.Users.Presence;
import chat.parley.bus.Users.Resume;
import chat.parley.bus.Users.Token;
import chat.parley.config.Settings;
import chat.parley.model.ConnectionId;
import chat.parley.model.InvalidValueException;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is here: claims names, knows sessions by their tokens, and tells who comes and goes. */
public final class UserRegistryVerticle extends VerticleBase {
    private static final Logger log = LoggerFactory.getLogger(UserRegistryVerticle.class);
    private static final Logger events = LoggerFactory.getLogger("parley.events");
    private static final long SWEEP_MS = 60_000;

    private final Settings.Users settings;
    private final GuestTable guests;
    private final AddressLimits addresses;
    private final Residents residents = new Residents();
    private Bus bus;
    private WorkerExecutor table;

    /** @param data the folder of {@code users.db} */
    @SuppressWarnings("NullAway.Init") // bus and executor exist from start() on
    public UserRegistryVerticle(Settings.Users settings, Settings.Limits limits, Path data) {
        this.settings = settings;
        this.guests = new GuestTable(data.resolve("users.db"));
        this.addresses = new AddressLimits(limits);
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        table = vertx.createSharedWorkerExecutor("parley-users-" + deploymentID(), 1);
        vertx.setPeriodic(SWEEP_MS, timer -> addresses.sweep(System.nanoTime()));
        return table.executeBlocking(guests::openAndLoad)
                .onSuccess(kept -> kept.forEach(this::keep))
                .compose(loaded -> Future.all(
                        bus.answer(Users.ARRIVE, this::arrive),
                        bus.answer(Users.DEPART, this::depart),
                        Future.all(
                                bus.answer(Users.ENTER, this::enter),
                                bus.answer(Users.RESUME, this::resume),
                                bus.answer(Users.IDENTIFY, this::identify),
                                bus.answer(Users.DETACH, this::detach)),
                        bus.answer(Users.FIND, this::find),
                        bus.answer(Users.LIST, this::list)));
    }

    @Override
    public Future<?> stop() {
        return table.executeBlocking(closing()).eventually(table::close);
    }

    private Callable<Done> closing() {
        return () -> {
            guests.close();
            return Done.DONE;
        };
    }

    /** After a restart every guest has the whole grace to come back. */
    private void keep(GuestTable.Guest guest) {
        Resident resident = new Resident(guest.user(), guest.session(), guest.token());
        residents.add(resident);
        startGrace(resident);
    }

    private Future<Done> arrive(Arrive arrive) {
        addresses.arrive(arrive.connection(), arrive.address());
        return Future.succeededFuture(Done.DONE);
    }

    private Future<Done> depart(Depart depart) {
        addresses.depart(depart.connection());
        return Future.succeededFuture(Done.DONE);
    }

    private Future<LoggedIn> enter(Enter enter) {
        try {
            addresses.login(enter.address(), System.nanoTime());
            UserName name = freeName(enter);
            return enter.kind() == UserKind.LEGACY ? enterLegacy(name, enter) : enterGuest(name, enter);
        } catch (FailureException refusal) {
            events.info("refused {} from {}: {}", enter.kind(), enter.address(), refusal.failure());
            return Future.failedFuture(refusal);
        }
    }

    private UserName freeName(Enter enter) {
        if (enter.kind() == UserKind.GUEST && !settings.guests()) {
            throw Failure.GUESTS_OFF.because("This server does not admit guests.");
        }
        UserName name;
        try {
            name = new UserName(enter.name());
        } catch (InvalidValueException e) {
            throw Failure.BAD_NAME.because(String.valueOf(e.getMessage()));
        }
        User holder = residents.holderOf(name);
        if (holder != null) {
            throw Failure.NAME_TAKEN.because(
                    holder.name().equals(name)
                            ? "The name " + name + " is taken. Please choose another."
                            : "The name " + name + " looks like " + holder.name()
                                    + ", which is taken. Please choose another.");
        }
        return name;
    }

    private Future<LoggedIn> enterLegacy(UserName name, Enter enter) {
        User user = new User(UserId.random(), name, UserKind.LEGACY);
        Resident resident = new Resident(user, SessionId.random(), null);
        residents.add(resident);
        return Future.succeededFuture(attach(resident, null, enter.connection(), enter.address()));
    }

    private Future<LoggedIn> enterGuest(UserName name, Enter enter) {
        String token = TokenHash.newToken();
        User user = new User(UserId.random(), name, UserKind.GUEST);
        Resident resident = new Resident(user, SessionId.random(), TokenHash.of(token));
        residents.add(resident);
        GuestTable.Guest row = new GuestTable.Guest(user, resident.session, TokenHash.of(token));
        return table.executeBlocking(() -> {
                    guests.insert(row, System.currentTimeMillis());
                    return Done.DONE;
                })
                .transform(done -> {
                    if (done.failed()) {
                        residents.remove(resident);
                        return Future.failedFuture(cannotWrite(done.cause()));
                    }
                    return Future.succeededFuture(attach(resident, token, enter.connection(), enter.address()));
                });
    }

    private static Throwable cannotWrite(Throwable cause) {
        if (!(cause instanceof SQLException)) {
            return cause;
        }
        log.error("users.db cannot be written; nobody new can come in: {}", cause.getMessage());
        return Failure.STORAGE_FULL.because("The server cannot write to its disk now. Please try again later.");
    }

    private Future<LoggedIn> resume(Resume resume) {
        addresses.login(resume.address(), System.nanoTime());
        Resident resident = ofToken(resume.token());
        return Future.succeededFuture(attach(resident, resume.token(), resume.connection(), resume.address()));
    }

    private LoggedIn attach(Resident resident, @Nullable String token, ConnectionId connection, String address) {
        stopTimers(resident);
        resident.connections.add(connection);
        if (!resident.online) {
            residents.setOnline(resident, true);
            events.info("join {} {} from {}", resident.user.kind(), resident.user.name(), address);
            bus.publish(Users.PRESENCE, new Presence(resident.user, true, false));
        }
        return new LoggedIn(resident.user, resident.session, token, (int)
                settings.guestGrace().toSeconds());
    }

    private Future<Known> identify(Token token) {
        return Future.succeededFuture(known(ofToken(token.token())));
    }

    private Resident ofToken(String token) {
        Resident resident = residents.get(TokenHash.of(token));
        if (resident == null) {
            throw Failure.BAD_TOKEN.because("The session has ended. Please log in again.");
        }
        return resident;
    }

    private Future<Done> detach(Detach detach) {
        Resident resident = residents.get(detach.session());
        if (resident != null) {
            resident.connections.remove(detach.connection());
            if (detach.forGood()) {
                end(resident);
            } else if (resident.connections.isEmpty()) {
                resident.lingerTimer = later(settings.presenceLinger(), () -> goOffline(resident, false));
                startGrace(resident);
            }
        }
        return Future.succeededFuture(Done.DONE);
    }

    private void startGrace(Resident resident) {
        resident.graceTimer = later(settings.guestGrace(), () -> end(resident));
    }

    private long later(Duration duration, Runnable action) {
        return vertx.setTimer(Math.max(1, duration.toMillis()), timer -> action.run());
    }

    private void stopTimers(Resident resident) {
        vertx.cancelTimer(resident.lingerTimer);
        vertx.cancelTimer(resident.graceTimer);
    }

    private void goOffline(Resident resident, boolean gone) {
        if (resident.online) {
            events.info("leave {} {}", resident.user.kind(), resident.user.name());
        }
        residents.setOnline(resident, false);
        bus.publish(Users.PRESENCE, new Presence(resident.user, false, gone));
    }

    private void end(Resident resident) {
        if (!residents.remove(resident)) {
            return;
        }
        stopTimers(resident);
        goOffline(resident, true);
        bus.publish(Users.ENDED, new Ended(resident.session, "The session was ended."));
        if (resident.token != null) {
            table.executeBlocking(() -> {
                        guests.delete(resident.user.id());
                        return Done.DONE;
                    })
                    .onFailure(e ->
                            log.warn("A guest who left stays in users.db until the next start: {}", e.getMessage()));
        }
    }

    private Future<Known> find(Find find) {
        Resident resident = find.id() != null ? residents.get(find.id()) : byName(find.name());
        if (resident == null) {
            throw Failure.NO_SUCH_USER.because("There is nobody of that name here.");
        }
        return Future.succeededFuture(known(resident));
    }

    private @Nullable Resident byName(@Nullable String name) {
        try {
            return name == null ? null : residents.get(new UserName(name));
        } catch (InvalidValueException e) {
            return null;
        }
    }

    private static Known known(Resident resident) {
        return new Known(resident.user, resident.online, false);
    }

    private Future<People> list(ListOnline list) {
        return Future.succeededFuture(
                new People(residents.online(list.after(), list.limit()), residents.onlineCount()));
    }
}
