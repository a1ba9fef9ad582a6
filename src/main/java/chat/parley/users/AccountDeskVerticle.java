package chat.parley.users;

import chat.parley.bus.Administration;
import chat.parley.bus.Administration.Add;
import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.crypto.Argon2Cost;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import chat.parley.model.UserName;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Answers {@link Administration} for the command line, straight on {@code users.db}, whether a server runs on it or not:
 * SQLite keeps the two apart, and a running server takes over what was changed within a second.
 */
public final class AccountDeskVerticle extends VerticleBase {
    private final Settings.Users settings;
    private final UsersDatabase database;
    private Bus bus;
    private Store store;
    private Hashing hashing;
    private Attendance attendance;

    /** @param data the folder of {@code users.db} */
    @SuppressWarnings("NullAway.Init") // the rest exists from start() on
    public AccountDeskVerticle(Settings.Users settings, Path data) {
        this.settings = settings;
        this.database = new UsersDatabase(data.resolve("users.db"));
    }

    @Override
    public Future<?> start() {
        bus = new Bus(vertx);
        store = new Store(vertx, database, "parley-users-" + deploymentID());
        hashing = new Hashing(vertx, "parley-passwords-" + deploymentID(), 1);
        attendance = new Attendance(vertx, bus, settings, guest -> {});
        return store.open().compose(open -> store.run(AccountTable::load)).compose(accounts -> {
            accounts.forEach(attendance.accounts::add);
            return answer();
        });
    }

    private Future<?> answer() {
        Authority operator = Authority.ofTheOperator();
        AccountDesk desk = new AccountDesk(attendance, store, bus, new Blocks(), settings.resetLifetime(), operator);
        InviteDesk invites = new InviteDesk(store, settings, operator);
        People people = new People(attendance, store, new Blocks());
        return Future.all(List.of(
                bus.answer(Users.FIND, people::find),
                bus.answer(Administration.ADD, this::add),
                bus.answer(Administration.ACCOUNTS, desk::list),
                bus.answer(Administration.SET_ROLE, desk::setRole),
                bus.answer(Administration.SET_ACTIVE, desk::setActive),
                bus.answer(Administration.DELETE, desk::delete),
                bus.answer(Administration.RESET, desk::reset),
                bus.answer(Administration.INVITE, invites::invite),
                bus.answer(Administration.INVITES, invites::list),
                bus.answer(Administration.REVOKE_INVITE, invites::revoke),
                bus.answer(Administration.AUDIT, invites::audit)));
    }

    @Override
    public Future<?> stop() {
        return hashing.close().transform(closed -> store.close());
    }

    private Future<Administration.Account> add(Add add) {
        if (add.role() != UserKind.MEMBER && add.role() != UserKind.ADMIN) {
            throw Failure.BAD_REQUEST.because("The role of an account is member or admin.");
        }
        UserName name = attendance.accounts.free(add.name());
        new PasswordRules(settings.passwordLength()).check(add.password(), add.name());
        User user = new User(UserId.random(), name, add.role());
        long now = System.currentTimeMillis();
        Argon2Cost cost =
                new Argon2Cost(settings.argon2MemoryKiB(), settings.argon2Iterations(), settings.argon2Parallelism());
        return hashing.hash(add.password(), cost)
                .compose(hash -> store.run(connection -> {
                    AccountTable.insert(connection, user, attendance.accounts.names.looksOf(name), hash.written(), now);
                    if (user.kind() == UserKind.ADMIN) {
                        InviteTable.deleteSetups(connection);
                    }
                    AuditTable.add(
                            connection, null, "add", user, user.kind().name().toLowerCase(Locale.ROOT));
                    return Done.DONE;
                }))
                .map(done -> {
                    Account account = new Account(user, Administration.State.ACTIVE, now);
                    attendance.accounts.add(account);
                    return new Administration.Account(attendance.known(account), account.state, now);
                });
    }
}
