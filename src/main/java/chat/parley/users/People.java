package chat.parley.users;

import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Users;
import chat.parley.bus.Users.Block;
import chat.parley.bus.Users.Find;
import chat.parley.bus.Users.Found;
import chat.parley.bus.Users.Get;
import chat.parley.bus.Users.Known;
import chat.parley.bus.Users.ListOnline;
import chat.parley.bus.Users.MayWrite;
import chat.parley.bus.Users.Named;
import chat.parley.bus.Users.Of;
import chat.parley.bus.Users.Search;
import chat.parley.model.InvalidValueException;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserName;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is who, and who may write to whom. */
final class People {
    private final Attendance attendance;
    private final Store store;
    private final Blocks blocks;

    People(Attendance attendance, Store store, Blocks blocks) {
        this.attendance = attendance;
        this.store = store;
        this.blocks = blocks;
    }

    Future<Known> find(Find find) {
        UserId id = find.id() != null ? find.id() : byName(find.name());
        Known known = id == null ? null : attendance.known(id);
        if (known == null) {
            throw Failure.NO_SUCH_USER.because("There is nobody of that name here.");
        }
        return Future.succeededFuture(known);
    }

    private @Nullable UserId byName(@Nullable String name) {
        try {
            User user = name == null ? null : attendance.accounts.names.find(new UserName(name));
            return user == null ? null : user.id();
        } catch (InvalidValueException e) {
            return null;
        }
    }

    Future<Found> get(Get get) {
        return Future.succeededFuture(new Found(get.ids().stream()
                .map(attendance::known)
                .filter(Objects::nonNull)
                .toList()));
    }

    Future<Found> named(Named named) {
        return Future.succeededFuture(new Found(named.names().stream()
                .map(attendance.accounts.names::findFolded)
                .filter(Objects::nonNull)
                .map(user -> attendance.known(user.id()))
                .filter(Objects::nonNull)
                .toList()));
    }

    Future<Found> search(Search search) {
        String start = search.query().strip().toLowerCase(Locale.ROOT);
        Stream<Known> accounts = attendance.accounts.all().stream()
                .filter(Account::isActive)
                .filter(account -> begins(account.user.name().value(), start) || begins(account.display, start))
                .map(attendance::known);
        Stream<Known> passing = attendance.residents.online().stream()
                .filter(resident -> Residents.isPassing(resident.user))
                .filter(resident -> begins(resident.user.name().value(), start))
                .map(attendance::known);
        return Future.succeededFuture(new Found(Stream.concat(accounts, passing)
                .sorted(Comparator.comparing(
                        known -> Residents.order(known.user().name())))
                .limit(search.limit())
                .toList()));
    }

    private static boolean begins(@Nullable String text, String start) {
        return text != null && text.toLowerCase(Locale.ROOT).startsWith(start);
    }

    Future<Users.People> list(ListOnline list) {
        List<Known> page = attendance.residents.online(list.after(), list.limit()).stream()
                .map(attendance::known)
                .toList();
        return Future.succeededFuture(new Users.People(page, attendance.residents.onlineCount()));
    }

    Future<Done> mayWrite(MayWrite may) {
        Known receiver = attendance.known(may.receiver());
        if (receiver == null || receiver.gone()) {
            throw Failure.USER_GONE.because(
                    (receiver == null ? "The other" : receiver.user().name().value()) + " has left for good.");
        }
        Account account = attendance.accounts.get(may.receiver());
        if (account != null && !account.isActive()) {
            throw Failure.USER_GONE.because("The account of " + account.user.name() + " is deactivated.");
        }
        if (blocks.has(may.receiver(), may.sender())) {
            throw Failure.BLOCKED.because(receiver.user().name() + " does not take messages from you.");
        }
        if (blocks.has(may.sender(), may.receiver())) {
            throw Failure.BLOCKED.because(
                    "You have blocked " + receiver.user().name() + ". Lift that to write to each other.");
        }
        return Future.succeededFuture(Done.DONE);
    }

    Future<Found> blocks(Of of) {
        List<Known> blocked = new ArrayList<>();
        for (UserId other : blocks.of(of.user())) {
            Known known = attendance.known(other);
            if (known != null) {
                blocked.add(known);
            }
        }
        blocked.sort(Comparator.comparing(known -> Residents.order(known.user().name())));
        return Future.succeededFuture(new Found(blocked));
    }

    Future<Users.Ids> apart(Of of) {
        return Future.succeededFuture(new Users.Ids(Stream.concat(blocks.of(of.user()).stream(), blocks.by(of.user()))
                .distinct()
                .toList()));
    }

    Future<Done> block(Block block) {
        if (block.user().equals(block.other())) {
            throw Failure.BAD_REQUEST.because("Nobody can block themselves.");
        }
        if (block.blocked()) {
            if (attendance.known(block.other()) == null) {
                throw Failure.NO_SUCH_USER.because("There is nobody of that id here.");
            }
            blocks.checkRoom(block.user());
        }
        return store.run(connection -> {
                    Blocks.write(connection, block.user(), block.other(), block.blocked());
                    return Done.DONE;
                })
                .onSuccess(done -> blocks.set(block.user(), block.other(), block.blocked()));
    }
}
