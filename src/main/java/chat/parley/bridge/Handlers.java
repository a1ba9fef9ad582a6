package chat.parley.bridge;

import chat.parley.bus.Failure;
import chat.parley.bus.Log;
import chat.parley.bus.Rooms;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.model.InvalidValueException;
import chat.parley.model.RoomId;
import chat.parley.model.User;
import chat.parley.model.UserName;
import chat.parley.protocol.Command;
import chat.parley.protocol.EntryView;
import chat.parley.protocol.MessageCommand;
import chat.parley.protocol.Method;
import chat.parley.protocol.RoomCommand;
import chat.parley.protocol.Views.HelloView;
import chat.parley.protocol.Views.HistoryView;
import chat.parley.protocol.Views.LimitsView;
import chat.parley.protocol.Views.NothingView;
import chat.parley.protocol.Views.PeopleView;
import chat.parley.protocol.Views.RangeView;
import chat.parley.protocol.Views.ResumedView;
import chat.parley.protocol.Views.RoomView;
import chat.parley.protocol.Views.RoomsView;
import chat.parley.protocol.Views.TimeView;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each command of a client does: a question to a service, and its answer in the protocol's shape. */
final class Handlers {
    private static final int PROTOCOL = 1;

    private final Door door;
    private final Session session;
    private final AccountHandlers accounts;
    private final AdminHandlers admins;
    private final RoomHandlers rooms;
    private final MessageHandlers messages;

    Handlers(Door door, Session session) {
        this.door = door;
        this.session = session;
        this.accounts = new AccountHandlers(door, session);
        this.admins = new AdminHandlers(door, session);
        this.rooms = new RoomHandlers(door, session);
        this.messages = new MessageHandlers(door, session);
    }

    /** Sealed: a command without a line here does not compile into {@link Method}'s table test. */
    Future<?> handle(Command command) {
        if (command instanceof Command.SendMessage send) {
            return messages.send(send);
        } else if (command instanceof Command.Ping) {
            return Future.succeededFuture(new TimeView(System.currentTimeMillis()));
        } else if (command instanceof Command.Hello hello) {
            return hello(hello);
        } else if (command instanceof Command.Login login) {
            return accounts.login(login);
        } else if (command instanceof Command.Logout) {
            return session.leave(session.login()).map(new NothingView());
        } else if (command instanceof Command.ListRooms) {
            return door.rooms.of(user()).map(RoomsView::new);
        } else if (command instanceof Command.ResumeRooms resume) {
            return resume(resume);
        } else if (command instanceof Command.ReadHistory history) {
            return history(history);
        } else if (command instanceof Command.OpenDirect open) {
            return openDirect(open);
        } else if (command instanceof Command.ListPeople list) {
            return people(list);
        } else if (command instanceof Command.LinkFile link) {
            return door.links.link(user().id(), session.login().session(), link.file());
        } else if (command instanceof Command.ForAccounts account) {
            return accounts.handle(account);
        } else if (command instanceof Command.ForAdmins act) {
            return admins.handle(act);
        } else if (command instanceof RoomCommand room) {
            return rooms.handle(room);
        } else if (command instanceof MessageCommand message) {
            return messages.handle(message);
        }
        throw new IllegalStateException("No handler for " + command.getClass().getSimpleName());
    }

    private User user() {
        return session.login().user();
    }

    private Future<HelloView> hello(Command.Hello hello) {
        if (hello.protocol() != PROTOCOL) {
            throw Failure.UNSUPPORTED_VERSION.because(
                    "This server speaks version " + PROTOCOL + " of the protocol, not " + hello.protocol() + ".");
        }
        session.greeted(hello.client());
        Settings.Limits limits = door.settings.limits();
        FilesPlace files = door.filesPlace.get();
        return Future.succeededFuture(new HelloView(
                PROTOCOL,
                door.serverName,
                System.currentTimeMillis(),
                List.of("direct", "files", "accounts", "rooms"),
                logins(),
                files.url(),
                files.authority(),
                new LimitsView(
                        limits.frame().toInt(),
                        limits.textLength(),
                        limits.historyPage(),
                        door.settings.files().maxSize().bytes(),
                        limits.filesPerMessage(),
                        limits.messagesPerSecond(),
                        limits.loginTime().toSeconds(),
                        limits.idleTime().toSeconds())));
    }

    /** Ways to come in: what a login form is made of. */
    private List<String> logins() {
        Settings.Users users = door.settings.users();
        List<String> logins = new ArrayList<>(List.of("token", "password"));
        if (users.guests()) {
            logins.add(0, "guest");
        }
        switch (users.registration()) {
            case OPEN -> logins.addAll(List.of("register", "invite"));
            case INVITE -> logins.add("invite");
            case CLOSED -> {}
        }
        return logins;
    }

    private Future<ResumedView> resume(Command.ResumeRooms resume) {
        List<RoomId> wanted = new ArrayList<>(resume.rooms().keySet());
        List<Future<Rooms.View>> admissions = wanted.stream()
                .map(room -> door.bus.ask(Rooms.ADMIT, new Rooms.Admission(user().id(), room)))
                .toList();
        return Future.all(admissions).map(admitted -> {
            Map<RoomId, RangeView> ranges = new LinkedHashMap<>();
            for (int i = 0; i < wanted.size(); i++) {
                Rooms.View view = admitted.resultAt(i);
                long from = from(resume.rooms().get(wanted.get(i)), view);
                ranges.put(wanted.get(i), new RangeView(view.first(), from, view.last()));
                session.follow(wanted.get(i), from);
            }
            return new ResumedView(ranges);
        });
    }

    /** What was asked for, within what there is: a number from another life of the journal cannot hide new entries. */
    private static long from(@Nullable Long asked, Rooms.View view) {
        if (asked == null) {
            return view.last();
        }
        return Math.max(view.first() - 1, Math.min(asked, view.last()));
    }

    private Future<HistoryView> history(Command.ReadHistory history) {
        int most = door.settings.limits().historyPage();
        int limit = PageLimit.of(history.limit(), most, most);
        if (history.before() != null && history.after() != null) {
            throw Failure.BAD_REQUEST.because("rooms.history takes before or after, not both.");
        }
        return door.bus
                .ask(Log.READ, new Log.Read(history.room(), user().id(), history.after(), history.before(), limit))
                .map(page -> new HistoryView(
                        history.room(),
                        page.first(),
                        page.last(),
                        page.entries().stream().map(EntryView::of).toList()));
    }

    private Future<RoomView> openDirect(Command.OpenDirect open) {
        if ((open.user() == null) == (open.name() == null)) {
            throw Failure.BAD_REQUEST.because("direct.open takes user (an id) or name.");
        }
        User opener = user();
        return door.bus
                .ask(Users.FIND, new Users.Find(open.user(), open.name()))
                .compose(peer -> door.bus.ask(
                        Rooms.OPEN_DIRECT,
                        new Rooms.OpenDirect(opener, peer.user().id())))
                .compose(view -> door.rooms.of(view, opener));
    }

    private Future<PeopleView> people(Command.ListPeople list) {
        int most = door.settings.limits().historyPage();
        int limit = list.limit() == null ? most : Math.max(1, Math.min(list.limit(), most));
        return door.bus
                .ask(Users.LIST, new Users.ListOnline(name(list.after()), limit))
                .map(people -> new PeopleView(
                        people.people().stream().map(RoomViews::view).toList(), people.total()));
    }

    private static @Nullable UserName name(@Nullable String name) {
        try {
            return name == null ? null : new UserName(name);
        } catch (InvalidValueException e) {
            throw Failure.BAD_REQUEST.because("after is a user's name: " + e.getMessage());
        }
    }
}
