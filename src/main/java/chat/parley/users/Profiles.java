package chat.parley.users;

import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.bus.Users.Known;
import chat.parley.bus.Users.SetPresence;
import chat.parley.bus.Users.SetProfile;
import chat.parley.model.FileId;
import chat.parley.model.InvalidValueException;
import chat.parley.model.Status;
import chat.parley.model.User;
import chat.parley.model.UserId;
import chat.parley.model.UserName;
import io.vertx.core.Future;
import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What people tell of themselves: display name, avatar, and how they are here. */
final class Profiles {
    private static final int MOST_CODE_POINTS = 64;

    private final Attendance attendance;
    private final Store store;
    private final Avatars avatars;

    Profiles(Attendance attendance, Store store, Avatars avatars) {
        this.attendance = attendance;
        this.avatars = avatars;
        this.store = store;
    }

    Future<Known> set(SetProfile set) {
        Account account = attendance.accounts.get(set.user());
        if (account == null || !account.isActive()) {
            throw Failure.FORBIDDEN.because("A profile needs an account (role member).");
        }
        String display = set.display() == null ? account.display : display(set.display(), account);
        FileId avatar = set.noAvatar() ? null : set.avatar() != null ? set.avatar() : account.avatar;
        return avatars.show(set.user(), avatar, account.avatar)
                .compose(shown -> store(set.user(), display, avatar))
                .map(done -> {
                    account.display = display;
                    account.avatar = avatar;
                    attendance.tell(account);
                    return attendance.known(account);
                });
    }

    private Future<Done> store(UserId user, @Nullable String display, @Nullable FileId avatar) {
        return store.run(connection -> {
            AccountTable.setProfile(connection, user, display, avatar);
            return Done.DONE;
        });
    }

    /** Nobody shows as somebody else: a display name that is, or looks like, another's name is refused. */
    private @Nullable String display(String typed, Account account) {
        String display = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC);
        if (display.isEmpty()) {
            return null;
        }
        int length = display.codePointCount(0, display.length());
        if (length > MOST_CODE_POINTS) {
            throw Failure.BAD_NAME.because(
                    "A display name has at most " + MOST_CODE_POINTS + " characters, this one has " + length + ".");
        }
        display.codePoints().forEach(Profiles::checkVisible);
        User holder = holder(display);
        if (holder != null && !holder.id().equals(account.user.id())) {
            throw Failure.NAME_TAKEN.because("This display name looks like " + holder.name()
                    + ", which is somebody else's name. Please choose another.");
        }
        return display;
    }

    private static void checkVisible(int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                throw Failure.BAD_NAME.because(String.format(
                        Locale.ROOT, "A display name has no control or invisible characters (U+%04X).", c));
            default -> {}
        }
    }

    /** Whose name it looks like; null also when it could not be a name. */
    private @Nullable User holder(String display) {
        try {
            return attendance.accounts.names.holderOf(new UserName(display));
        } catch (InvalidValueException e) {
            return null;
        }
    }

    Future<Done> setPresence(SetPresence set) {
        Resident resident = attendance.residents.get(set.user());
        if (resident == null || !resident.connections.containsKey(set.connection())) {
            throw Failure.NOT_LOGGED_IN.because("Log in first.");
        }
        Status before = resident.status();
        if (set.idle() != null) {
            resident.connections.put(set.connection(), set.idle());
        }
        if (set.status() != null) {
            resident.chosen = set.status();
        }
        if (resident.status() != before) {
            attendance.tell(resident);
        }
        Account account = attendance.accounts.get(set.user());
        Status chosen = resident.chosen;
        if (account == null || chosen == account.status) {
            return Future.succeededFuture(Done.DONE);
        }
        account.status = chosen;
        return store.run(connection -> {
            AccountTable.setStatus(connection, set.user(), chosen);
            return Done.DONE;
        });
    }
}
