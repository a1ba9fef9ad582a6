package chat.parley.users;

import chat.parley.bus.Administration.Audit;
import chat.parley.bus.Administration.By;
import chat.parley.bus.Administration.Invite;
import chat.parley.bus.Administration.Invites;
import chat.parley.bus.Administration.Issued;
import chat.parley.bus.Administration.OpenInvite;
import chat.parley.bus.Administration.ReadAudit;
import chat.parley.bus.Administration.RevokeInvite;
import chat.parley.bus.Administration.SetupToken;
import chat.parley.bus.Done;
import chat.parley.bus.Failure;
import chat.parley.config.Settings;
import chat.parley.model.Secret;
import chat.parley.model.SessionId;
import chat.parley.model.User;
import chat.parley.model.UserKind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Invitations, the link that makes the first administrator, and the audit. */
final class InviteDesk {
    private static final Logger events = LoggerFactory.getLogger("parley.events");
    private static final int MOST_USES = 1_000;
    private static final int MOST_HOURS = 24 * 366;
    private static final int MOST_OPEN = 1_000;
    private static final Duration SETUP_LIFETIME = Duration.ofDays(30);

    private final Store store;
    private final Settings.Users settings;
    private final Authority authority;

    InviteDesk(Store store, Settings.Users settings, Authority authority) {
        this.store = store;
        this.settings = settings;
        this.authority = authority;
    }

    Future<Issued> invite(Invite invite) {
        User by = authority.check(invite.by());
        if (settings.registration() == Settings.Users.Registration.CLOSED) {
            throw Failure.REGISTRATION_CLOSED.because(
                    "This server makes no new accounts (users.registration is closed), so an invitation opens nothing.");
        }
        check(invite);
        long now = System.currentTimeMillis();
        Secret token = TokenHash.newToken();
        OpenInvite open = new OpenInvite(
                SessionId.random().value(),
                invite.role(),
                invite.uses(),
                0,
                now,
                now + Duration.ofHours(invite.hours()).toMillis(),
                by == null ? null : by.name().value());
        return store.run(connection -> {
            if (InviteTable.open(connection, now).size() >= MOST_OPEN) {
                throw Failure.TOO_MANY.because("There are " + MOST_OPEN + " open invitations; revoke some first.");
            }
            InviteTable.insert(connection, open, TokenHash.of(token), false);
            String what = invite.role().name().toLowerCase(Locale.ROOT) + ", " + invite.uses() + " uses, "
                    + invite.hours() + " hours";
            AuditTable.add(connection, by, "invite", null, what);
            events.info("{}: invite {}", by == null ? "command line" : by.name(), what);
            return new Issued(open.id(), token, open.expires());
        });
    }

    private static void check(Invite invite) {
        if (invite.role() != UserKind.MEMBER && invite.role() != UserKind.ADMIN) {
            throw Failure.BAD_REQUEST.because("An invitation is for the role member or admin.");
        }
        if (invite.uses() < 1 || invite.uses() > MOST_USES) {
            throw Failure.BAD_REQUEST.because("uses is from 1 to " + MOST_USES + ", not " + invite.uses() + ".");
        }
        if (invite.hours() < 1 || invite.hours() > MOST_HOURS) {
            throw Failure.BAD_REQUEST.because("hours is from 1 to " + MOST_HOURS + ", not " + invite.hours() + ".");
        }
    }

    Future<Invites> list(By by) {
        authority.check(by.by());
        return store.run(connection -> new Invites(InviteTable.open(connection, System.currentTimeMillis())));
    }

    Future<Done> revoke(RevokeInvite revoke) {
        User by = authority.check(revoke.by());
        return store.run(connection -> {
            if (!InviteTable.delete(connection, revoke.id())) {
                throw Failure.BAD_INVITE.because("There is no such invitation (any more).");
            }
            AuditTable.add(connection, by, "revoke-invite", null, revoke.id());
            return Done.DONE;
        });
    }

    Future<SetupToken> setup() {
        Secret token = TokenHash.newToken();
        long now = System.currentTimeMillis();
        OpenInvite invite = new OpenInvite(
                SessionId.random().value(), UserKind.ADMIN, 1, 0, now, now + SETUP_LIFETIME.toMillis(), null);
        return store.run(connection -> {
            InviteTable.deleteSetups(connection);
            if (AccountTable.admins(connection) > 0) {
                return new SetupToken(null);
            }
            InviteTable.insert(connection, invite, TokenHash.of(token), true);
            return new SetupToken(token);
        });
    }

    Future<Audit> audit(ReadAudit read) {
        authority.check(read.by());
        return store.run(connection -> new Audit(AuditTable.read(connection, read.before(), read.limit())));
    }
}
