package chat.parley.bridge;

import chat.parley.bus.Bus;
import chat.parley.bus.Failure;
import chat.parley.bus.Users;
import chat.parley.model.FileId;
import chat.parley.model.InvalidValueException;
import chat.parley.model.User;
import chat.parley.model.UserKind;
import chat.parley.protocol.Command;
import chat.parley.protocol.Method;
import chat.parley.protocol.Views.BlocksView;
import chat.parley.protocol.Views.FoundView;
import chat.parley.protocol.Views.InvitedView;
import chat.parley.protocol.Views.LoginView;
import chat.parley.protocol.Views.NothingView;
import chat.parley.protocol.Views.SessionView;
import chat.parley.protocol.Views.SessionsView;
import chat.parley.protocol.Views.UserView;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Coming in, and what somebody does with the own account and towards people. */
final class AccountHandlers {
    private static final int MOST_IDS = 100;
    private static final int MOST_CLIENT = 100;

    private final Door door;
    private final Session session;
    private final Bus bus;

    AccountHandlers(Door door, Session session) {
        this.door = door;
        this.session = session;
        this.bus = door.bus;
    }

    Future<?> handle(Command.ForAccounts command) {
        if (command instanceof Command.Register register) {
            return register(register);
        } else if (command instanceof Command.ResetPassword reset) {
            return enter(
                    visitor -> bus.ask(Users.RESET, new Users.Reset(reset.token(), reset.password(), visitor)),
                    reset.client());
        } else if (command instanceof Command.CheckInvite check) {
            return bus.ask(Users.CHECK_INVITE, new Users.CheckInvite(check.invite(), address()))
                    .map(invited -> new InvitedView(invited.role(), invited.expires()));
        } else if (command instanceof Command.ChangePassword change) {
            return changePassword(change);
        } else if (command instanceof Command.DeleteAccount delete) {
            return delete(delete);
        } else if (command instanceof Command.SetProfile set) {
            return setProfile(set);
        } else if (command instanceof Command.SetPresence set) {
            return setPresence(set);
        } else if (command instanceof Command.ListSessions) {
            return sessions();
        } else if (command instanceof Command.RevokeSession revoke) {
            return bus.ask(Users.REVOKE, new Users.Revoke(user().id(), revoke.session()))
                    .map(new NothingView());
        }
        return people(command);
    }

    private Future<?> people(Command.ForAccounts command) {
        if (command instanceof Command.GetPeople get) {
            return get(get);
        } else if (command instanceof Command.FindPeople find) {
            return find(find);
        } else if (command instanceof Command.ListBlocks) {
            return bus.ask(Users.BLOCKS, new Users.Of(user().id())).map(found -> new BlocksView(views(found)));
        } else if (command instanceof Command.SetBlock set) {
            return bus.ask(Users.BLOCK, new Users.Block(user().id(), set.user(), set.blocked()))
                    .map(new NothingView());
        }
        throw new IllegalStateException("No handler for " + command.getClass().getSimpleName());
    }

    private User user() {
        return session.login().user();
    }

    private String address() {
        return session.connection().address();
    }

    /** A way to come in. */
    private interface Entrance {
        Future<Users.LoggedIn> open(Users.Visitor visitor);
    }

    Future<LoginView> login(Command.Login login) {
        long ways = List.of(login.guest() != null, login.token() != null, login.name() != null).stream()
                .filter(given -> given)
                .count();
        if (ways != 1 || (login.name() == null) != (login.password() == null)) {
            throw Failure.BAD_REQUEST.because(
                    "login takes guest (a name), token (from an earlier login), or name and password.");
        }
        return enter(visitor -> entrance(login, visitor), login.client());
    }

    private Future<Users.LoggedIn> entrance(Command.Login login, Users.Visitor visitor) {
        if (login.guest() != null) {
            return bus.ask(Users.ENTER, new Users.Enter(login.guest(), UserKind.GUEST, visitor));
        } else if (login.token() != null) {
            return bus.ask(Users.RESUME, new Users.Resume(login.token(), visitor));
        }
        return bus.ask(
                Users.LOG_IN,
                new Users.LogIn(String.valueOf(login.name()), Objects.requireNonNull(login.password()), visitor));
    }

    private Future<LoginView> register(Command.Register register) {
        return enter(
                visitor -> bus.ask(
                        Users.REGISTER,
                        new Users.Register(register.name(), register.password(), register.invite(), visitor)),
                register.client());
    }

    private Future<LoginView> enter(Entrance entrance, @Nullable String client) {
        if (session.stage() == Method.Stage.LOGGED_IN || session.loginUnderWay()) {
            throw Failure.ALREADY_LOGGED_IN.because("This connection has a user. Log out first, or open another.");
        }
        Connection connection = session.connection();
        String called = client == null ? session.client() : client;
        Users.Visitor visitor = new Users.Visitor(
                connection.id(), connection.address(), called.substring(0, Math.min(called.length(), MOST_CLIENT)));
        return session.loggingIn(entrance.open(visitor))
                .compose(entered -> door.rooms
                        .of(entered.user())
                        .map(rooms -> new LoginView(
                                UserView.of(entered.user(), true, false, entered.profile()),
                                entered.session(),
                                Objects.requireNonNull(entered.token()),
                                entered.graceSeconds(),
                                rooms)));
    }

    private Future<NothingView> changePassword(Command.ChangePassword change) {
        return bus.ask(
                        Users.CHANGE_PASSWORD,
                        new Users.ChangePassword(
                                user().id(), session.login().session(), change.old(), change.next(), address()))
                .map(new NothingView());
    }

    private Future<NothingView> delete(Command.DeleteAccount delete) {
        return bus.ask(
                        Users.DELETE_ACCOUNT,
                        new Users.DeleteAccount(
                                user().id(), delete.password(), delete.messages() == Command.Messages.ERASE, address()))
                .map(new NothingView());
    }

    private Future<UserView> setProfile(Command.SetProfile set) {
        String avatar = set.avatar();
        boolean noAvatar = avatar != null && avatar.isEmpty();
        return bus.ask(
                        Users.SET_PROFILE,
                        new Users.SetProfile(
                                user().id(),
                                set.display(),
                                avatar == null || noAvatar ? null : fileId(avatar),
                                noAvatar))
                .map(RoomViews::view);
    }

    private static FileId fileId(String avatar) {
        try {
            return new FileId(avatar);
        } catch (InvalidValueException e) {
            throw Failure.BAD_REQUEST.because("avatar is a file's id, or empty: " + e.getMessage());
        }
    }

    private Future<NothingView> setPresence(Command.SetPresence set) {
        if (set.status() == null && set.idle() == null) {
            throw Failure.BAD_REQUEST.because("presence.set takes status (online, away, dnd), idle, or both.");
        }
        return bus.ask(
                        Users.SET_PRESENCE,
                        new Users.SetPresence(user().id(), session.connection().id(), set.status(), set.idle()))
                .map(new NothingView());
    }

    private Future<SessionsView> sessions() {
        return bus.ask(Users.SESSIONS, new Users.Of(user().id()))
                .map(sessions -> new SessionsView(sessions.sessions().stream()
                        .map(each -> new SessionView(
                                each.id(),
                                each.id().equals(session.id()),
                                each.client(),
                                each.address(),
                                each.created(),
                                each.lastUsed(),
                                each.online()))
                        .toList()));
    }

    private Future<FoundView> get(Command.GetPeople get) {
        if (get.users().size() > MOST_IDS) {
            throw Failure.TOO_LARGE.because("people.get takes at most " + MOST_IDS + " ids, not "
                    + get.users().size() + ".");
        }
        return bus.ask(Users.GET, new Users.Get(get.users())).map(found -> new FoundView(views(found)));
    }

    private Future<FoundView> find(Command.FindPeople find) {
        int most = door.settings.limits().historyPage();
        int limit = find.limit() == null ? most : Math.max(1, Math.min(find.limit(), most));
        return bus.ask(Users.SEARCH, new Users.Search(find.query(), limit)).map(found -> new FoundView(views(found)));
    }

    static List<UserView> views(Users.Found found) {
        return found.people().stream().map(RoomViews::view).toList();
    }
}
