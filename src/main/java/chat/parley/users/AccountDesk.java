package chat.parley.users;

import chat.parley.bus.Administration;
import chat.parley.bus.Administration.Delete;
import chat.parley.bus.Administration.Issued;
import chat.parley.bus.Administration.ListAccounts;
import chat.parley.bus.Administration.Reset;
import chat.parley.bus.Administration.SetActive;
import chat.parley.bus.Administration.SetRole;
import chat.parley.bus.Administration.State;
import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Users;
import chat.parley.bus.Users.DeleteAccount;
import chat.parley.bus.Users.Known;
import chat.parley.model.Profile;
import chat.parley.model.Secret;
import chat.parley.model.Status;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to accounts by administrators, and how an account ends. */
final class AccountDesk {
    private static final Logger events = LoggerFactory.getLogger("parley.events");

    private final Attendance attendance;
    private final Store store;
    private final Bus bus;
    private final Blocks blocks;
    private final Duration resetLifetime;
    private final Authority authority;

    AccountDesk(
            Attendance attendance, Store store, Bus bus, Blocks blocks, Duration resetLifetime, Authority authority) {
        this.attendance = attendance;
        this.store = store;
        this.bus = bus;
        this.blocks = blocks;
        this.resetLifetime = resetLifetime;
        this.authority = authority;
    }

    Future<Administration.Accounts> list(ListAccounts list) {
        authority.check(list.by());
        String wanted = list.query() == null ? "" : list.query().toLowerCase(Locale.ROOT);
        String after = list.after() == null ? "" : list.after();
        List<Account> matching = attendance.accounts.all().stream()
                .filter(account -> matches(account, wanted))
                .sorted(Comparator.comparing(AccountDesk::order))
                .toList();
        List<Administration.Account> page = matching.stream()
                .filter(account -> after.isEmpty() || order(account).compareTo(order(after)) > 0)
                .limit(list.limit())
                .map(this::shown)
                .toList();
        return Future.succeededFuture(new Administration.Accounts(page, matching.size()));
    }

    private static boolean matches(Account account, String wanted) {
        String display = account.display == null ? "" : account.display;
        return account.user.name().value().toLowerCase(Locale.ROOT).contains(wanted)
                || display.toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static String order(Account account) {
        return Residents.order(account.user.name());
    }

    private static String order(String name) {
        return name.toLowerCase(Locale.ROOT) + '\0' + name;
    }

    private Administration.Account shown(Account account) {
        Known known = attendance.known(account);
        return new Administration.Account(known, account.state, account.created);
    }

    Future<Administration.Account> setRole(SetRole set) {
        User by = authority.check(set.by());
        Account account = present(set.user());
        if (Residents.isPassing(new User(set.user(), account.user.name(), set.role()))) {
            throw Failure.BAD_REQUEST.because("The role of an account is member or admin.");
        }
        UserKind role = set.role();
        return store.run(connection -> {
                    AccountTable.setRole(connection, set.user(), role);
                    if (role == UserKind.ADMIN) {
                        InviteTable.deleteSetups(connection);
                    }
                    AuditTable.add(
                            connection, by, "role", account.user, role.name().toLowerCase(Locale.ROOT));
                    return Done.DONE;
                })
                .map(done -> {
                    account.user = new User(account.user.id(), account.user.name(), role);
                    attendance.accounts.add(account);
                    attendance.tell(account);
                    return note(by, "role " + role, account);
                });
    }

    Future<Administration.Account> setActive(SetActive set) {
        User by = authority.check(set.by());
        Account account = present(set.user());
        boolean active = set.active();
        return store.run(connection -> {
                    AccountTable.setActive(connection, set.user(), active);
                    AuditTable.add(connection, by, active ? "activate" : "deactivate", account.user, null);
                    return Done.DONE;
                })
                .map(done -> {
                    account.state = active ? State.ACTIVE : State.DEACTIVATED;
                    if (!active) {
                        endAll(account, "Your account was deactivated by an administrator.");
                    }
                    return note(by, active ? "activate" : "deactivate", account);
                });
    }

    Future<Administration.Account> delete(Delete delete) {
        User by = authority.check(delete.by());
        return remove(present(delete.user()), delete.erase(), connection -> {
                    User user = present(delete.user()).user;
                    AuditTable.add(connection, by, "delete", user, delete.erase() ? "erase" : "keep");
                    return Done.DONE;
                })
                .map(account -> note(by, "delete", account));
    }

    /** The user's own wish, after the password was right. */
    Future<Done> deleteOwn(DeleteAccount delete, Account account) {
        return remove(account, delete.erase(), connection -> Done.DONE).map(gone -> {
            events.info("deleted own account {}", gone.user.name());
            return Done.DONE;
        });
    }

    private Future<Account> remove(Account account, boolean erase, UsersDatabase.Work<Done> also) {
        UserId user = account.user.id();
        return store.run(connection -> {
                    AccountTable.delete(connection, user, erase);
                    return also.on(connection);
                })
                .map(done -> {
                    account.state = State.DELETED;
                    account.user = new User(user, account.user.name(), UserKind.MEMBER);
                    account.display = null;
                    account.avatar = null;
                    account.status = Status.ONLINE;
                    account.lastSeen = null;
                    account.cost = null;
                    attendance.accounts.add(account);
                    blocks.forget(user);
                    endAll(account, "This account was deleted.");
                    bus.publish(Users.ACCOUNT_GONE, new Users.AccountGone(account.user, erase));
                    bus.publish(Users.PRESENCE, new Users.Presence(account.user, false, true, Profile.NONE));
                    return account;
                });
    }

    private void endAll(Account account, String reason) {
        attendance.sessions.of(account.user.id()).forEach(session -> attendance.end(session, reason));
    }

    Future<Issued> reset(Reset reset) {
        User by = authority.check(reset.by());
        Account account = present(reset.user());
        if (!account.isActive()) {
            throw Failure.BAD_REQUEST.because(account.user.name() + " is deactivated. Activate the account first.");
        }
        Secret token = TokenHash.newToken();
        long expires = System.currentTimeMillis() + resetLifetime.toMillis();
        return store.run(connection -> {
            InviteTable.insertReset(connection, reset.user(), TokenHash.of(token), expires);
            AuditTable.add(connection, by, "reset", account.user, null);
            note(by, "reset link", account);
            return new Issued("", token, expires);
        });
    }

    private Account present(UserId user) {
        Account account = attendance.accounts.get(user);
        if (account == null || account.isDeleted()) {
            throw Failure.NO_SUCH_USER.because("There is no such account, or it was deleted.");
        }
        return account;
    }

    private Administration.Account note(@Nullable User by, String act, Account account) {
        events.info("{}: {} {}", by == null ? "command line" : by.name(), act, account.user.name());
        return shown(account);
    }
}
