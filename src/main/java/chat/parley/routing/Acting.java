package chat.parley.routing;

import chat.parley.bus.Bus;
import chat.parley.bus.Done;
import chat.parley.bus.EncodeOnce;
import chat.parley.bus.Failure;
import chat.parley.bus.Log;
import chat.parley.bus.Log.Draft;
import chat.parley.bus.Rooms;
import chat.parley.bus.Rooms.Act;
import chat.parley.bus.Rooms.Action;
import chat.parley.bus.Rooms.Create;
import chat.parley.bus.Rooms.Item;
import chat.parley.bus.Rooms.OpenDirect;
import chat.parley.bus.Rooms.View;
import chat.parley.bus.Users;
import chat.parley.config.Settings;
import chat.parley.model.Content;
import chat.parley.model.InvalidValueException;
import chat.parley.model.Line;
import chat.parley.model.MessageId;
import chat.parley.model.Role;
import chat.parley.model.Room;
import chat.parley.model.RoomId;
import chat.parley.model.RoomName;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserKind;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to rooms and to the people in them: made, joined, left, kept in order. */
final class Acting {
    private static final int MOST_INVITED = 100;

    private final Bus bus;
    private final RoomStates rooms;
    private final Outbox outbox;
    private final Settings.Rooms settings;
    private final ActionRules rules;

    Acting(Bus bus, RoomStates rooms, Outbox outbox, Settings.Rooms settings) {
        this.bus = bus;
        this.rooms = rooms;
        this.outbox = outbox;
        this.settings = settings;
        this.rules = new ActionRules(settings.members());
    }

    Future<View> openDirect(OpenDirect open) {
        if (open.user().id().equals(open.peer())) {
            return Future.failedFuture(
                    Failure.BAD_REQUEST.because("A direct conversation is with somebody else, not with yourself."));
        }
        return person(open.peer())
                .compose(peer -> bus.ask(Log.CREATE_DIRECT, new Log.Pair(open.user(), peer, settings.directPerUser())));
    }

    Future<View> create(Create create) {
        mayCreate(create.creator());
        Room room = newRoom(create);
        if (create.invited().size() > MOST_INVITED) {
            throw Failure.TOO_MANY.because(
                    "At most " + MOST_INVITED + " people can be invited at once; invite the others afterwards.");
        }
        List<Future<User>> invited = create.invited().stream()
                .distinct()
                .filter(user -> !user.equals(create.creator().id()))
                .map(user -> invitee(user, create.creator()))
                .toList();
        return Future.all(invited)
                .compose(all -> bus.ask(
                        Log.CREATE,
                        new Log.Create(room, create.creator(), create.id(), all.list(), settings.perUser())))
                .compose(created -> announced(created, room, create.creator()));
    }

    private void mayCreate(User creator) {
        boolean may = switch (settings.create()) {
            case EVERYBODY -> creator.kind() != UserKind.LEGACY;
            case MEMBERS -> Rules.lasts(creator);
            case ADMINS -> creator.kind() == UserKind.ADMIN;
        };
        if (!may) {
            throw Failure.FORBIDDEN.because(
                    settings.create() == Settings.Rooms.Creators.ADMINS
                            ? "On this server only administrators make rooms."
                            : "On this server rooms are made by people who have an account.");
        }
    }

    private static Room newRoom(Create create) {
        if (create.kind() != Room.Kind.PUBLIC && create.kind() != Room.Kind.PRIVATE) {
            throw Failure.BAD_REQUEST.because("kind is public or private.");
        }
        try {
            return new Room(
                    RoomId.random(),
                    create.kind(),
                    new RoomName(create.name()).value(),
                    Line.of("A topic", create.topic(), Room.TOPIC_LENGTH),
                    create.history() == null ? Room.usualHistory(create.kind()) : create.history(),
                    false,
                    null,
                    Room.Label.OPEN,
                    Room.reason(create.kind(), create.creator().kind() == UserKind.GUEST),
                    List.of());
        } catch (InvalidValueException e) {
            throw Failure.BAD_REQUEST.because(String.valueOf(e.getMessage()));
        }
    }

    private Future<User> invitee(UserId id, User by) {
        return person(id).compose(user -> mayWrite(by, user)).map(user -> {
            if (user.kind() == UserKind.LEGACY) {
                throw Failure.FORBIDDEN.because(
                        user.name() + " uses a legacy client, which knows only the lobby and direct conversations.");
            }
            return user;
        });
    }

    private Future<User> person(UserId id) {
        return bus.ask(Users.FIND, new Users.Find(id, null)).map(known -> {
            if (known.gone()) {
                throw Failure.USER_GONE.because(known.user().name() + " has left for good.");
            }
            return known.user();
        });
    }

    /** Whoever blocked somebody is not to be bothered with their invitations either. */
    private Future<User> mayWrite(User by, User to) {
        return bus.ask(Users.MAY_WRITE, new Users.MayWrite(by.id(), to.id())).map(to);
    }

    private Future<View> announced(Log.Created created, Room room, User creator) {
        if (!created.entries().isEmpty()) {
            bus.publish(
                    Rooms.LIVE,
                    new Rooms.Live(created.entries().stream()
                            .map(entry -> new Item(room, entry, new EncodeOnce()))
                            .toList()));
        }
        return bus.ask(Log.FIND, new Log.Find(created.room(), creator.id(), false));
    }

    Future<Rooms.People> bans(Rooms.Look look) {
        return rooms.of(look.room()).map(state -> {
            Rules.mustBe(Role.MODERATOR, state, look.user(), "see who is banned");
            return new Rooms.People(List.copyOf(state.banned()));
        });
    }

    Future<Log.Audit> audit(Rooms.ReadAudit read) {
        return rooms.of(read.room()).compose(state -> {
            Rules.mustBe(Role.MODERATOR, state, read.user(), "read the audit");
            return bus.ask(Log.AUDIT, new Log.ReadAudit(read.room(), read.before(), read.limit()));
        });
    }

    Future<Done> act(Act act) {
        return rooms.of(act.room())
                .compose(state -> target(state, act))
                .compose(target -> rooms.of(act.room()).compose(state -> act(state, act, target.user())));
    }

    /** Whom an action is about, if anybody. */
    private record Target(@Nullable User user) {
        static final Target NOBODY = new Target(null);
    }

    private Future<Target> target(RoomState state, Act act) {
        UserId id = targetOf(act.action());
        if (id == null) {
            return Future.succeededFuture(Target.NOBODY);
        }
        Rules.mustBeIn(state, act.user());
        User known = state.known(id);
        if (act.action() instanceof Action.Invite && !state.has(id)) {
            return person(id).compose(user -> mayWrite(act.user(), user)).map(Target::new);
        }
        return known != null
                ? Future.succeededFuture(new Target(known))
                : person(id).map(Target::new);
    }

    private static @Nullable UserId targetOf(Action action) {
        if (action instanceof Action.Invite invite) {
            return invite.user();
        } else if (action instanceof Action.Kick kick) {
            return kick.user();
        } else if (action instanceof Action.Ban ban) {
            return ban.user();
        } else if (action instanceof Action.Unban unban) {
            return unban.user();
        } else if (action instanceof Action.Mute mute) {
            return mute.user();
        }
        return action instanceof Action.SetRole role ? role.user() : null;
    }

    private Future<Done> act(RoomState state, Act act, @Nullable User target) {
        List<Content> entries = rules.entries(state, act.user(), act.action(), target, System.currentTimeMillis());
        List<Future<Rooms.Posted>> posted = entries.stream()
                .map(content -> outbox.post(
                        state, new Draft(act.room(), act.user(), MessageId.at(System.currentTimeMillis()), content)))
                .toList();
        return Future.all(posted).map(Done.DONE);
    }
}
